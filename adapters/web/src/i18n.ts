// Chinese at once, English when somebody asks for it.
import { createI18n } from 'vue-i18n'
import zh from '@/locales/zh-CN'

export const i18n = createI18n({
  legacy: false,
  locale: 'zh-CN',
  fallbackLocale: 'zh-CN',
  messages: { 'zh-CN': zh } as Record<string, typeof zh>,
})

export async function speak(language: 'zh-CN' | 'en'): Promise<void> {
  if (language === 'en' && !i18n.global.availableLocales.includes('en'))
    i18n.global.setLocaleMessage('en', (await import('@/locales/en')).default)
  ;(i18n.global.locale as unknown as { value: string }).value = language
}
