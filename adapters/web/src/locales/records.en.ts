// Words of the ledgers and figures, in English.
import type zh from '@/locales/records.zh-CN'

const en: typeof zh = {
  ledger: {
    serviceFees: 'Service fees',
    safetyExpenses: 'Safety expenses',
    all: 'All ledgers',
    none: 'There is no ledger',
    noEntries: 'Nothing is entered yet',
    balance: 'Balance',
    spent: 'Spent',
    month: 'Month',
    months: 'By month',
    monthsNote: 'By the month in which it was spent; what was taken back does not count.',
    reversal: 'Entry {n} is taken back',
    voucher: 'Voucher',
  },
}
export default en
