// Money is an integer of fen; people type and read 元 or 万元. Never through a binary fraction.

export type MoneyUnit = '元' | '万元'
const digits: Record<MoneyUnit, number> = { 元: 2, 万元: 6 }

/** Full-width digits and punctuation as their plain forms; spaces and thousands separators away. */
const plain = (text: string) =>
  text
    .replace(/[！-～]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/[\s,、_]/g, '')

/** Fen of what was typed, null where it is no amount (too many decimals, other characters). */
export function parseMoney(text: string, unit: MoneyUnit): number | null {
  const match = /^(\d{1,16})(?:\.(\d*))?$/.exec(plain(text))
  if (!match) return null
  const places = digits[unit]
  const fraction = (match[2] ?? '').replace(/0+$/, '')
  if (fraction.length > places) return null
  const fen = BigInt(match[1] + fraction.padEnd(places, '0'))
  return fen <= BigInt(10) ** BigInt(15) ? Number(fen) : null
}

/** `16130000000` in 万元 is `16,130`; no trailing zeros beyond what the unit needs or `least` asks for. */
export function formatMoney(fen: number | bigint, unit: MoneyUnit, least = 0): string {
  const places = digits[unit]
  const negative = fen < 0
  const text = String(negative ? -fen : fen).padStart(places + 1, '0')
  const whole = text.slice(0, -places).replace(/\B(?=(\d{3})+(?!\d))/g, ',')
  let fraction = text.slice(-places)
  fraction = unit === '元' ? fraction : fraction.replace(/0+$/, '').padEnd(least, '0')
  return (negative ? '-' : '') + whole + (fraction ? `.${fraction}` : '')
}

const figures = '零壹贰叁肆伍陆柒捌玖'
const places = ['', '拾', '佰', '仟']

function group(value: number): string {
  let text = ''
  let zero = false
  for (let place = 3; place >= 0; --place) {
    const figure = Math.floor(value / 10 ** place) % 10
    if (figure === 0) zero = text !== ''
    else {
      text += (zero ? '零' : '') + figures[figure] + places[place]
      zero = false
    }
  }
  return text
}

/** The amount in capital characters, as contracts write it: 壹佰陆拾壹元叁角整. */
export function capitalAmount(fen: number): string {
  if (fen === 0) return '零元整'
  const yuan = Math.floor(fen / 100)
  let text = ''
  let gap = false
  for (const [size, name] of [[1e12, '万亿'], [1e8, '亿'], [1e4, '万'], [1, '']] as const) {
    const value = Math.floor(yuan / size) % 1e4
    if (value === 0) {
      gap = text !== ''
      continue
    }
    if (text && (gap || value < 1000)) text += '零'
    // 万亿 is written once: 壹万贰仟亿, not 壹万亿贰仟亿.
    text += group(value) + (name === '万亿' && Math.floor(yuan / 1e8) % 1e4 !== 0 ? '万' : name)
    gap = false
  }
  if (yuan > 0) text += '元'
  const jiao = Math.floor(fen / 10) % 10
  const cents = fen % 10
  if (jiao === 0 && cents === 0) return text + '整'
  if (jiao > 0) text += figures[jiao] + '角'
  else if (yuan > 0) text += '零'
  return cents > 0 ? text + figures[cents] + '分' : text + '整'
}
