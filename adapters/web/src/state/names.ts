// What codes and numbers are called that somebody has chosen on this page.
import { reactive } from 'vue'

const names = reactive(new Map<string, string>())

export const remember = (code: string, name: string) => name && names.set(code, name)
export const nameOf = (code: unknown) => (typeof code === 'string' ? names.get(code) : undefined)
