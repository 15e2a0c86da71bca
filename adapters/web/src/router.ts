// The addresses of the pages. Behind a hash, so that the server needs no rewriting.
import { nextTick } from 'vue'
import { createRouter, createWebHashHistory } from 'vue-router'
import { records } from '@/pages/records'
import { useSession } from '@/state/session'

export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/sign-in', component: () => import('@/pages/SignIn.vue'), meta: { open: true } },
    // As Benxi's manual prints the address.
    { path: '/login', redirect: (to) => ({ path: '/sign-in', query: { at: '210500', ...to.query } }) },
    { path: '/', component: () => import('@/pages/Workbench.vue') },
    { path: '/w', component: () => import('@/pages/Workbench.vue'), meta: { title: 'workbench' } },
    { path: '/l/:view', component: () => import('@/pages/CaseList.vue'), props: true },
    { path: '/c/:plural/:id', component: () => import('@/pages/CaseWorkspace.vue'), props: true },
    { path: '/do/:kind/:command', component: () => import('@/pages/OpenCase.vue'), props: true },
    ...records,
    { path: '/claims', component: () => import('@/pages/Claims.vue'), meta: { title: 'allClaims' } },
    { path: '/desk/:id?', component: () => import('@/pages/OrderDesk.vue'), props: true, meta: { title: 'orderDesk' } },
    { path: '/alerts', component: () => import('@/pages/AlertConsole.vue'), meta: { title: 'alerts' } },
    { path: '/screen/:jurisdiction', component: () => import('@/pages/Screen.vue'), props: true, meta: { bare: true } },
    { path: '/register', component: () => import('@/pages/Register.vue'), meta: { open: true } },
    { path: '/import', component: () => import('@/pages/ImportProjects.vue'), meta: { title: 'importProjects' } },
    { path: '/due', component: () => import('@/pages/DueDates.vue'), meta: { title: 'dueDates' } },
    { path: '/refusals', component: () => import('@/pages/Refusals.vue'), meta: { title: 'refusals' } },
    { path: '/messages', component: () => import('@/pages/Messages.vue'), meta: { title: 'messages' } },
    { path: '/me', component: () => import('@/pages/Me.vue'), meta: { title: 'me.title' } },
    { path: '/password', component: () => import('@/pages/Password.vue'), meta: { title: 'changePassword' } },
    { path: '/:rest(.*)', component: () => import('@/pages/NotFound.vue') },
  ],
})

let asked = false

router.beforeEach(async (to) => {
  const session = useSession()
  if (!session.account && !asked) {
    asked = true
    await session.restore()
  }
  if (to.meta.open) return true
  // Who merely comes by sees the first page; who asked for a page is asked who he is.
  if (!session.account && to.path === '/') return '/home'
  if (!session.account) return { path: '/sign-in', query: { to: to.fullPath } }
  if (session.account.must_change_password && to.path !== '/password') return '/password'
  if (to.path === '/') return session.menu.landing
  return true
})

// The document names the page it shows, as soon as that page stands.
router.afterEach(async (to) => {
  await nextTick()
  document.documentElement.dataset.page = to.path
})
