// Beijing time whatever the zone of the computer; instants come with +08:00.

const day = 86_400_000

/** `2025-03-01T09:00:00.000+08:00` as `2025-03-01 09:00:00`. */
export const instantText = (instant: string) => instant.slice(0, 19).replace('T', ' ')

/** Days from the date of `now` to the date, both Beijing dates; negative once it is over. */
export function daysUntil(date: string, now: string): number {
  return Math.round((Date.parse(`${date.slice(0, 10)}T00:00:00Z`) - Date.parse(`${now.slice(0, 10)}T00:00:00Z`)) / day)
}
