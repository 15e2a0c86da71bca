// What a list shows beside its columns, where a column of values says too little.
import { defineAsyncComponent, type Component } from 'vue'

export const extras: Record<string, { title: string; width: number; cell: Component }> = {
  'service-orders': { title: 'progress', width: 190, cell: defineAsyncComponent(() => import('@/components/list/ServiceProgress.vue')) },
  hazards: { title: 'timeLeft', width: 90, cell: defineAsyncComponent(() => import('@/components/list/RectifyBy.vue')) },
}
