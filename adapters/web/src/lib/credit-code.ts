// The check digit of GB 32100-2015, a mirror of the server's for an early word.

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

export function creditCodeHolds(code: string): boolean {
  if (code.length !== 18) return false
  const values = [...code].map((c) => alphabet.indexOf(c))
  if (values.includes(-1)) return false
  const sum = weights.reduce((total, weight, i) => total + weight * values[i]!, 0)
  return values[17] === (31 - (sum % 31)) % 31
}

/** Full-width letters and digits made plain, blanks away, capitals. */
export const tidyCode = (text: string) =>
  text
    .replace(/[！-～]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/\s/g, '')
    .toUpperCase()
