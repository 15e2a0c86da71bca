// How much may be claimed at most, as the server reckons it: what is due and unpaid, or what is left.

export interface DueNode {
  due_on: string
  amount: number
  received?: number
}

/** Nodes due before the day, less what was received on them and what guarantees have paid already. */
export function unpaidDue(nodes: DueNode[], today: string, paidOut: bigint): bigint {
  let due = 0n
  for (const node of nodes) {
    const open = BigInt(node.amount) - BigInt(node.received ?? 0)
    if (node.due_on < today && open > 0n) due += open
  }
  return due > paidOut ? due - paidOut : 0n
}

/** Wages fall due whether or not a node does: then only what is left of the guarantee bounds them. */
export const capOf = (ground: unknown, unpaid: bigint, remaining: bigint): bigint =>
  ground === 'wage-account' || remaining < unpaid ? remaining : unpaid
