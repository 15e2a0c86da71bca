// Whether the pages were made for a browser: Chromium's engine (Chrome, Edge, 360 in its fast mode)
// or Firefox, from the versions on that the build aims at.
export function recommended(agent: string): boolean {
  const version = (engine: string) => Number(new RegExp(`${engine}/(\\d+)`).exec(agent)?.[1] ?? 0)
  return version('Chrome') >= 86 || version('Firefox') >= 91
}
