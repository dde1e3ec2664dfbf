import { chanceOf } from './chance.js'
import type { UsageResource } from './usage-event.js'

const ENTITLEMENTS = ['Production', 'Staging', 'Analytics'] as const
const GROUPS = ['rg-web', 'rg-data', 'rg-office'] as const
const LOCATIONS = ['westeurope', 'northeurope', 'uksouth', 'eastus'] as const
const TEAMS = ['sales', 'support', 'research', 'finance'] as const
const SIZES = ['S1', 'S2', 'M4', 'L8'] as const
const NAMES = ['amber', 'birch', 'cedar', 'dune', 'elm', 'fern'] as const

/** What a subscription uses: one to three entitlements with some resources each, always the same ones. */
export function resourcesOf(subscriptionId: string, seed: number): readonly UsageResource[] {
  const chance = chanceOf(seed ^ hashOf(subscriptionId))
  const resources: UsageResource[] = []
  for (const entitlementName of ENTITLEMENTS.slice(0, 1 + chance.below(ENTITLEMENTS.length))) {
    const entitlementId = `${subscriptionId}/${entitlementName.toLowerCase()}`
    const location = LOCATIONS[chance.below(LOCATIONS.length)]!
    for (const name of NAMES.slice(0, 2 + chance.below(NAMES.length - 1))) {
      const resourceGroup = GROUPS[chance.below(GROUPS.length)]!
      const resourceUri = `/entitlements/${entitlementId}/groups/${resourceGroup}/resources/${name}`
      const tags = { env: entitlementName.toLowerCase(), team: TEAMS[chance.below(TEAMS.length)]! }
      const additionalInfo = { size: SIZES[chance.below(SIZES.length)]! }
      resources.push({ entitlementId, entitlementName, resourceGroup, resourceUri, location, tags, additionalInfo })
    }
  }
  return resources
}

/** 32 bits of a text (FNV-1a). */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash >>> 0
}
