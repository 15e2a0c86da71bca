// What the server describes itself with (`/meta/…`) and what its reads answer.

export interface Titled {
  name: string
  title: string
  title_en: string
}

export interface Choice {
  value: string
  title: string
  title_en: string
}

export interface Column extends Titled {
  format: string
  unit: string
  searched: boolean
  personal: boolean
  choices?: Choice[]
}

export interface CommandName extends Titled {
  command: string
}

export interface View extends Titled {
  kind: string
  columns: Column[]
  filters: Column[]
  /** Names of the columns that are shown at first. */
  first: string[]
  row_actions: CommandName[]
  /** Done over the whole list, at once and without a form. */
  actions: (CommandName & { path: string })[]
  openings: CommandName[]
}

/** A case that the search box found. */
export interface Hit {
  kind: string
  plural: string
  title: string
  title_en: string
  id: string
  name: string | null
  state: string
  state_title: string
  state_title_en: string
  /** Its number or code is what was typed. */
  exact: boolean
}

export interface MenuPage extends Titled {
  path: string
}

/** A line of the menu; one that has several pages is a heading over them. */
export interface MenuItem extends Titled {
  pages: MenuPage[]
}

/** Commands and lists that a role may be granted together. */
export interface Permission extends Titled {
  views: string[]
  kinds: string[]
}

export interface Menu {
  /** Where a sign-in leads. */
  landing: string
  items: MenuItem[]
  /** What may be read besides. */
  more: MenuPage[]
  permissions: Permission[]
}

export interface KindMeta extends Titled {
  plural: string
  steps: Titled[]
  commands: (Titled & { opens: boolean; states: string[] })[]
  events: Titled[]
  deadlines: (Titled & { alerts: boolean })[]
  fields: Field[]
  /** Papers that can be printed, everywhere or in the jurisdictions named. */
  printouts: (Titled & { edition: string; jurisdictions?: string[] })[]
}

/** A field of a case; an object's own fields inside it. */
export interface Field extends Titled {
  format: string
  unit: string
  personal: boolean
  list: boolean
  choices?: Choice[]
  fields?: Field[]
}

export interface Schema {
  title?: string
  'x-title-en'?: string
  description?: string
  type?: 'string' | 'integer' | 'boolean' | 'array' | 'object'
  format?: string
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  minItems?: number
  maxItems?: number
  oneOf?: { const: string; title: string; 'x-title-en': string }[]
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  'x-format'?: string
  'x-unit'?: string
  'x-refers'?: string
  'x-organisation'?: string
  'x-organisation-by'?: 'name'
  'x-choose'?: 'permissions' | 'roles'
  'x-paper'?: 'pdf' | 'picture' | 'any'
  'x-past'?: boolean
  /** Given by imports alone. */
  'x-imported'?: boolean
  'x-personal'?: boolean
  'x-secret'?: boolean
  'x-command'?: string
}

/** A row of a list or a whole case: fields under the names its commands use. */
export interface Case {
  kind: string
  id: string
  root: string
  state: string
  version: number
  changed_at?: string
  jurisdiction?: string
  allowed_commands?: string[]
  [field: string]: unknown
}

export interface Page {
  items: Case[]
  next_cursor: string | null
  total: number
  as_of: string
}

export interface HistoryEvent {
  case: string
  type: string
  version: number
  recorded_at: string
  due_at: string | null
  actor: string
  data: Record<string, unknown>
  hash: string
  position: string
  rulebook: string
  cause: string
}

export interface Deadline {
  name: string
  started_on: string
  length: number | null
  unit?: string
  last_day: string
  passes_at: string
  rulebook: string
  key?: string
  calendar?: string | null
  status: 'running' | 'passed' | 'ended' | 'provisional'
  cause?: string
  node?: string
  [more: string]: unknown
}

export interface Account {
  username: string
  display_name: string
  organisation: {
    id: string
    kind: string
    name: string
    credit_code: string
    region_code: string
    jurisdiction: string
  } | null
  /** All that the account may act for. */
  organisations: { id: string; kind: string; name: string }[]
  roles: string[]
  permissions: string[]
  admin: boolean
  must_change_password: boolean
  /** The one before this session's, and how many have failed since. */
  last_sign_in: (SignIn & { failed_since: number }) | null
}

export interface SignIn {
  at: string
  how: 'password' | 'certificate' | 'portal'
  result: 'succeeded' | 'wrong-password' | 'locked' | 'shut-out'
  address: string | null
  current?: boolean
}
