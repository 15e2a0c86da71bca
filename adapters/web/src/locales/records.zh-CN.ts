// Words of the ledgers and figures.
export default {
  ledger: {
    serviceFees: '安全服务费用台账',
    safetyExpenses: '安全生产费用',
    all: '全部台账',
    none: '没有台账',
    noEntries: '尚未登记费用',
    balance: '余额',
    spent: '支出',
    month: '月份',
    months: '按月合计',
    monthsNote: '按发生月份汇总；已冲销的不计入。',
    reversal: '冲销第 {n} 笔',
    voucher: '凭证',
  },
}
