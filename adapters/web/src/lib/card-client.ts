// The signing service on the user's own computer that holds the certificate's medium (USB key).
// Interface, JSON over loopback; vendors' services are adapted to it:
//   GET  /certificates            → {items: [{id, subject, issuer, valid_until, certificate (PEM)}]}
//   POST /signatures {id, text, pin} → 201 {signature (base64)}; 403 {tries_left} for a wrong PIN
// The PIN goes there and nowhere else.

export interface Card {
  id: string
  subject: string
  issuer: string
  valid_until: string
  certificate: string
}

export class WrongPin extends Error {
  constructor(readonly triesLeft: number) {
    super()
  }
}
/** No service answers on this computer. */
export class NoClient extends Error {}

async function ask(url: string, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch {
    throw new NoClient()
  }
}

export async function cards(client: string): Promise<Card[]> {
  const response = await ask(`${client}/certificates`)
  if (!response.ok) throw new NoClient()
  return (await response.json()).items
}

export async function sign(client: string, id: string, text: string, pin: string): Promise<string> {
  const response = await ask(`${client}/signatures`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ id, text, pin }),
  })
  if (response.status === 403) throw new WrongPin((await response.json()).tries_left)
  if (!response.ok) throw new NoClient()
  return (await response.json()).signature
}
