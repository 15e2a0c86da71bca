// What must be guaranteed at least: the server's rule worked out here while one types, exact in fen.

/** A tier of the rule: `rate` basis points of the part above `over`. */
export interface Tier {
  over: number
  up_to?: number
  rate: number
}
export interface Line extends Tier {
  part: bigint
  amount: bigint
}
export type Reading = 'flat' | 'marginal' | 'whole-price'

const scale = 10_000n
/** A floor is rounded up to the fen, once. */
const up = (scaled: bigint) => (scaled + scale - 1n) / scale

export function least(reading: Reading, tiers: Tier[], contract: bigint): { lines: Line[]; total: bigint } {
  const lines: Line[] = []
  let sum = 0n
  for (const tier of tiers) {
    const over = BigInt(tier.over)
    if (lines.length && contract <= over) break
    const whole = reading === 'whole-price' && tier.up_to === undefined
    const end = tier.up_to !== undefined && BigInt(tier.up_to) < contract ? BigInt(tier.up_to) : contract
    const part = whole ? contract : end - over
    const here = part * BigInt(tier.rate)
    lines.push({ ...tier, part, amount: up(here) })
    sum = whole ? (here > sum ? here : sum) : sum + here
  }
  return { lines, total: up(sum) }
}

/** 担保比例: basis points, half up; nothing over zero. */
export const ratioOf = (part: bigint, whole: bigint): number | null =>
  whole > 0n ? Number((part * scale * 2n + whole) / (whole * 2n)) : null

/** The sum of amounts in fen, beyond what a binary number holds exactly. */
export const sumOf = (amounts: Iterable<number | undefined>): bigint => {
  let sum = 0n
  for (const amount of amounts) if (Number.isInteger(amount)) sum += BigInt(amount!)
  return sum
}
