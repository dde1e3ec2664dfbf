/** What kind of thing a product is, as the products API tells it, and in which of its views it appears. */
export interface ProductType {
  readonly id: string
  readonly displayName: string
  /** Readers expect one: where there is nothing to tell apart, the type itself. */
  readonly subType: { readonly id: string; readonly displayName: string }
  readonly views: readonly TargetView[]
}

/** The views a client may ask the products API for. */
export const TARGET_VIEWS = [
  'Azure',
  'AzureReservations',
  'AzureReservationsVM',
  'AzureReservationsSQL',
  'AzureReservationsCosmosDb',
  'MicrosoftAzure',
  'OnlineServices',
  'Software',
  'SoftwareSUSELinux',
  'SoftwarePerpetual',
  'SoftwareSubscriptions',
  'MarketplaceSaaS',
] as const
export type TargetView = (typeof TARGET_VIEWS)[number]

/** By the word files and tables have for it. */
export const PRODUCT_TYPES = {
  OnlineServices: type('OnlineServices', 'Online Services', ['OnlineServices']),
  OnlineServicesNCE: type('OnlineServicesNCE', 'Online Services NCE', ['OnlineServices']),
  SaaS: type('SaaS', 'Software as a Service', ['MarketplaceSaaS']),
  SoftwareSubscriptions: software('SoftwareSubscriptions', 'Software subscription', 'SoftwareSubscriptions'),
  SoftwarePerpetual: software('SoftwarePerpetual', 'Perpetual software', 'SoftwarePerpetual'),
  SoftwareSUSELinux: software('SoftwareSUSELinux', 'Linux subscription', 'SoftwareSUSELinux'),
  Azure: type('Azure', 'Azure', ['Azure', 'MicrosoftAzure']),
  AzureReservationsVM: reservation('VirtualMachines', 'AzureReservationsVM'),
  AzureReservationsSQL: reservation('SqlDatabases', 'AzureReservationsSQL'),
  AzureReservationsCosmosDb: reservation('CosmosDb', 'AzureReservationsCosmosDb'),
} as const satisfies Readonly<Record<string, ProductType>>

export type ProductTypeId = keyof typeof PRODUCT_TYPES
export const PRODUCT_TYPE_IDS = Object.keys(PRODUCT_TYPES) as [ProductTypeId, ...ProductTypeId[]]

/** The type of a SKU whose file does not say it: by its commerce profile. */
export function usualProductType(profileId: string): ProductTypeId {
  return USUAL[profileId] ?? 'OnlineServices'
}

const USUAL: Readonly<Record<string, ProductTypeId>> = {
  license: 'OnlineServices',
  'new-commerce': 'OnlineServicesNCE',
  saas: 'SaaS',
  'one-time-recurring': 'SoftwareSubscriptions',
  'metered-saas': 'SaaS',
  usage: 'Azure',
  'usage-plan': 'Azure',
}

function type(id: string, displayName: string, views: readonly TargetView[]): ProductType {
  return { id, displayName, subType: { id, displayName }, views }
}

function software(id: string, displayName: string, view: TargetView): ProductType {
  return { id: 'Software', displayName: 'Software', subType: { id, displayName }, views: ['Software', view] }
}

function reservation(id: string, view: TargetView): ProductType {
  const subType = { id, displayName: id }
  return { id: 'AzureReservations', displayName: 'Reservations', subType, views: ['AzureReservations', view] }
}
