// The one place that knows the chart library, so that it stays in a chunk of its own.
import { BarChart, HeatmapChart, MapChart, PieChart } from 'echarts/charts'
import { AriaComponent, GeoComponent, GridComponent, LegendComponent, TooltipComponent, VisualMapComponent } from 'echarts/components'
import { init, registerMap, use, type EChartsType } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

use([BarChart, HeatmapChart, MapChart, PieChart, AriaComponent, GeoComponent, GridComponent, LegendComponent, TooltipComponent, VisualMapComponent, CanvasRenderer])

export type Drawing = EChartsType
export const draw = (place: HTMLElement): Drawing => init(place)
export { registerMap }
