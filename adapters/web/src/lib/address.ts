// Where a case's page is.

/** The plural of a kind as the API names it: policies, dictionaries, projects. */
export const pluralOf = (kind: string) => `${kind.replace(/y$/, 'ie')}s`
export const caseAddress = (kind: string, id: string) => `/c/${pluralOf(kind)}/${id}`
