// What a kind shows above its fields, where a table of fields says too little.
import { defineAsyncComponent, type Component } from 'vue'

export const panels: Record<string, Component> = {
  'service-order': defineAsyncComponent(() => import('@/components/panels/ServiceOrderPanel.vue')),
  policy: defineAsyncComponent(() => import('@/components/panels/ReviewPanel.vue')),
  hazard: defineAsyncComponent(() => import('@/components/panels/HazardPanel.vue')),
  inspection: defineAsyncComponent(() => import('@/components/panels/InspectionPanel.vue')),
  'guarantee-claim': defineAsyncComponent(() => import('@/components/panels/ClaimResultPanel.vue')),
  'payment-plan': defineAsyncComponent(() => import('@/components/panels/PaymentPlanPanel.vue')),
}
