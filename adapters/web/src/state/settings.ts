// What a person chose for this browser: language, light or dark, size of text.
import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import { setLanguage } from '@/api/client'
import { regions } from '@/state/session'
import type { Wording } from '@/lib/show'

function kept<T extends string>(name: string, otherwise: T) {
  let first = otherwise
  try {
    first = (localStorage.getItem(`surety.${name}`) as T | null) ?? otherwise
  } catch {
    // Storage may be forbidden: then the choice lasts as long as the page.
  }
  const value = ref(first)
  watch(value, (now) => {
    try {
      localStorage.setItem(`surety.${name}`, String(now))
    } catch {
      // As above.
    }
  })
  return value
}

export const useSettings = defineStore('settings', () => {
  const language = kept<'zh-CN' | 'en'>('language', 'zh-CN')
  const theme = kept<'light' | 'dark'>('theme', 'light')
  const size = kept<'normal' | 'large' | 'huge'>('size', 'normal')
  const english = computed(() => language.value === 'en')
  const names = ref<Map<string, string>>(new Map())

  watch(
    [language, theme, size],
    () => {
      const html = document.documentElement
      html.lang = language.value
      html.classList.toggle('dark', theme.value === 'dark')
      html.dataset.size = size.value
      setLanguage(language.value)
    },
    { immediate: true },
  )

  /** Region names are many: fetched when a page first needs them. */
  async function loadRegions(): Promise<void> {
    if (names.value.size === 0) names.value = new Map((await regions()).map((r) => [r.code, r.name]))
  }

  const words = computed<Wording>(() => ({
    english: english.value,
    yes: english.value ? 'Yes' : '是',
    no: english.value ? 'No' : '否',
    region: (code) => names.value.get(code) ?? code,
  }))
  return { language, theme, size, english, words, loadRegions }
})
