// The addresses of ledgers and figures.
import type { RouteRecordRaw } from 'vue-router'

export const records: RouteRecordRaw[] = [
  { path: '/ledger/:view(service-fees|safety-expenses)', component: () => import('@/pages/Ledger.vue'), props: true },
]
