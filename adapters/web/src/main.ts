// Starts the pages.
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import 'dayjs/locale/zh-cn'
import 'element-plus/theme-chalk/base.css'
import 'element-plus/theme-chalk/dark/css-vars.css'
import 'element-plus/theme-chalk/el-message.css'
import 'element-plus/theme-chalk/el-message-box.css'
import '@/theme.css'
import App from '@/App.vue'
import { i18n } from '@/i18n'
import { router } from '@/router'

createApp(App).use(createPinia()).use(i18n).use(router).mount('#app')
