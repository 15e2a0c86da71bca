// The addresses of ledgers, figures, and what needs no sign-in.
import type { RouteRecordRaw } from 'vue-router'

export const records: RouteRecordRaw[] = [
  { path: '/ledger/:view(service-fees|safety-expenses)', component: () => import('@/pages/Ledger.vue'), props: true },
  { path: '/home', component: () => import('@/pages/Landing.vue'), meta: { open: true } },
  { path: '/notice/:id', component: () => import('@/pages/PublicNotice.vue'), props: true, meta: { open: true } },
  { path: '/check', component: () => import('@/pages/CheckPaper.vue'), meta: { open: true } },
  { path: '/archive', component: () => import('@/pages/Archive.vue'), meta: { open: true } },
  { path: '/help/:manual?', component: () => import('@/pages/Help.vue'), props: true, meta: { open: true } },
  { path: '/statistics', component: () => import('@/pages/Statistics.vue') },
]
