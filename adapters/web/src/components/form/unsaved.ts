// What was typed and not handed in: asked about before a form closes.
import { useI18n } from 'vue-i18n'
import { ElMessageBox } from 'element-plus/es/components/message-box/index'
import type { Schema } from '@/api/types'
import { bodyOf } from '@/components/form/rules'

/** What the form holds, to be compared; a switch that says no is how it begins. */
export const typedIn = (schema: Schema | null, value: Record<string, unknown>) =>
  JSON.stringify(bodyOf(schema ?? {}, value), (_, own) => (own === false ? undefined : own))

/** Asks whether what was typed is given up. */
export function useGivingUp() {
  const { t } = useI18n()
  return (what: string): Promise<boolean> =>
    ElMessageBox({
      title: t('close'), message: t('giveUp', { what }), confirmButtonText: t('giveUpYes'), cancelButtonText: t('giveUpNo'),
      type: 'warning', showCancelButton: true,
    }).then(() => true, () => false)
}
