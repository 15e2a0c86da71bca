// The one way to the server: JSON over fetch, errors as `Problem`, own writes read back.

export interface FieldError {
  path: string
  code: string
  message: string
}

/** RFC 9457 as the server answers it; `status` 0 stands for no answer at all. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly facts: Record<string, unknown> = {},
    readonly errors: FieldError[] = [],
    readonly retryAfter = 0,
  ) {
    super(message)
  }
}

export interface CaseRef {
  kind: string
  id: string
  root: string
}

/** What a command answers. */
export interface Done {
  case: CaseRef
  version: number
  events: { type: string; version: number }[]
  position: string
}

/** What went wrong, as it is shown. */
export const wordsOf = (error: unknown) => (error instanceof Problem ? error.message : String(error))

export type Query = Record<string, string | number | boolean | string[] | undefined>

const base = '/api/v1'
let language = 'zh-CN'
let position = ''
let onUnauthorised: () => Promise<boolean> = async () => false

export const setLanguage = (tag: string) => (language = tag)
/** Asked when a session is over; true where somebody signed in again and the call may be repeated. */
export const setUnauthorised = (ask: () => Promise<boolean>) => (onUnauthorised = ask)

export function pathOf(path: string, query: Query = {}): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === '') continue
    for (const one of Array.isArray(value) ? value : [value]) parameters.append(name, String(one))
  }
  const text = parameters.toString()
  return base + path + (text ? `?${text}` : '')
}

async function problemOf(response: Response): Promise<Problem> {
  const retry = Number(response.headers.get('Retry-After') ?? 0)
  try {
    const body = await response.json()
    return new Problem(response.status, body.code, body.detail ?? body.title, body.facts, body.errors, retry)
  } catch {
    return new Problem(response.status, 'unreadable', String(response.status), {}, [], retry)
  }
}

async function send(method: string, url: string, init: RequestInit, again = true): Promise<Response> {
  const headers = new Headers(init.headers)
  headers.set('Accept-Language', language)
  if (position) headers.set('Surety-Min-Position', position)
  let response: Response
  try {
    response = await fetch(url, { ...init, method, headers, credentials: 'same-origin' })
  } catch (error) {
    if ((error as Error).name === 'AbortError') throw error
    throw new Problem(0, 'offline', language === 'en' ? 'The server cannot be reached.' : '无法连接服务器。')
  }
  if (response.ok) return response
  const problem = await problemOf(response)
  // The journal was begun anew: what was written before is no longer waited for.
  if (problem.status === 410 && position) {
    position = ''
    return send(method, url, init, again)
  }
  const signsIn = url.startsWith(`${base}/sessions`)
  if (problem.status === 401 && again && !signsIn && (await onUnauthorised()))
    return send(method, url, init, false)
  throw problem
}

export async function get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  return (await send('GET', pathOf(path, query), { signal })).json()
}

/** What a page looks up now and then by itself: a session that is over is no reason to interrupt. */
export async function glance<T>(path: string, query: Query = {}): Promise<T> {
  return (await send('GET', pathOf(path, query), {}, false)).json()
}

export async function getText(path: string, query: Query = {}): Promise<string> {
  return (await send('GET', pathOf(path, query), {})).text()
}

/** `asks` false: a session that is over is no reason to interrupt anybody. */
export async function request<T>(method: string, path: string, body?: unknown, asks = true): Promise<T> {
  const init: RequestInit = { headers: { 'Content-Type': 'application/json' } }
  if (body !== undefined) init.body = JSON.stringify(body)
  const response = await send(method, base + path, init, asks)
  return response.status === 204 ? (undefined as T) : response.json()
}

/** A file as it is, not JSON; whoever needs the answer as something else than JSON takes it himself. */
export const post = (path: string, query: Query, body: Blob): Promise<Response> =>
  send('POST', pathOf(path, query), { headers: { 'Content-Type': 'application/octet-stream' }, body })

export interface CommandCall {
  plural: string
  command: string
  id?: string
  /** The version the form was filled in for; a later one answers 412. */
  version?: number
  /** Made when the form opens and kept on every retry: a repeat never acts twice. */
  key: string
  body: Record<string, unknown>
}

export async function command(call: CommandCall): Promise<Done> {
  const headers: Record<string, string> = {
    'Content-Type': 'application/json',
    'Idempotency-Key': call.key,
  }
  if (call.version !== undefined) headers['If-Match'] = `"${call.version}"`
  const path = call.id
    ? `/${call.plural}/${encodeURIComponent(call.id)}/${call.command}`
    : `/${call.plural}/${call.command}`
  const response = await send('POST', base + path, { headers, body: JSON.stringify(call.body) })
  const done: Done = await response.json()
  if (done.position) position = done.position
  return done
}

export interface Uploaded {
  id: string
  media_type: string
  size: number
  name: string
}

/** XMLHttpRequest, because fetch tells no progress of an upload. */
export function upload(file: File, progress: (percent: number) => void, signal: AbortSignal, open = false): Promise<Uploaded> {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest()
    // Whoever is not signed in hands in by a door of its own.
    xhr.open('POST', `${base}/${open ? 'public/' : ''}documents`)
    xhr.setRequestHeader('Content-Type', file.type || 'application/octet-stream')
    xhr.setRequestHeader('Accept-Language', language)
    xhr.setRequestHeader('Content-Disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`)
    xhr.upload.onprogress = (e) => e.lengthComputable && progress(Math.round((e.loaded * 100) / e.total))
    xhr.onload = () => {
      let body
      try {
        body = JSON.parse(xhr.responseText)
      } catch {
        body = { code: 'unreadable' }
      }
      if (xhr.status < 300) resolve(body)
      else reject(new Problem(xhr.status, body.code, body.detail ?? body.title ?? String(xhr.status), body.facts))
    }
    xhr.onerror = () => reject(new Problem(0, 'offline', language === 'en' ? 'The upload broke off.' : '上传中断。'))
    xhr.onabort = () => reject(new DOMException('aborted', 'AbortError'))
    signal.addEventListener('abort', () => xhr.abort())
    xhr.send(file)
  })
}

/** What a document is, from its first bytes' answer; empty where it cannot be opened. */
export async function mediaTypeOf(id: string): Promise<string> {
  try {
    const answer = await send('GET', documentUrl(id), { headers: { Range: 'bytes=0-0' } }, false)
    return answer.headers.get('Content-Type') ?? ''
  } catch {
    return ''
  }
}

export const documentUrl = (id: string) => `${base}/documents/${id}`
/** A key no other form has, without `crypto.randomUUID`, which plain HTTP lacks. */
export const newKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('')
