// The addresses of ledgers, figures, what needs no sign-in, and what administers and audits.
import type { RouteRecordRaw } from 'vue-router'

export const records: RouteRecordRaw[] = [
  { path: '/ledger/:view(service-fees|safety-expenses)', component: () => import('@/pages/Ledger.vue'), props: true },
  { path: '/home', component: () => import('@/pages/Landing.vue'), meta: { open: true } },
  { path: '/notice/:id', component: () => import('@/pages/PublicNotice.vue'), props: true, meta: { open: true } },
  { path: '/check', component: () => import('@/pages/CheckPaper.vue'), meta: { open: true } },
  { path: '/archive', component: () => import('@/pages/Archive.vue'), meta: { open: true } },
  { path: '/support', component: () => import('@/pages/Support.vue'), meta: { open: true } },
  { path: '/help/:manual?', component: () => import('@/pages/Help.vue'), props: true, meta: { open: true } },
  { path: '/statistics', component: () => import('@/pages/Statistics.vue') },
  { path: '/overview', component: () => import('@/pages/Overview.vue') },
  { path: '/operations', component: () => import('@/pages/Operations.vue') },
  { path: '/matrix', component: () => import('@/pages/Permissions.vue') },
  { path: '/rules', component: () => import('@/pages/Rules.vue') },
  { path: '/holidays', component: () => import('@/pages/Holidays.vue') },
  { path: '/dictionaries', component: () => import('@/pages/Dictionaries.vue') },
  { path: '/organisations', component: () => import('@/pages/Organisations.vue') },
  { path: '/audit', component: () => import('@/pages/Audit.vue') },
]
