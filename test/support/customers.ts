// Customers as old clients send them.
export const address = {
  Country: 'NL',
  City: 'Utrecht',
  AddressLine1: 'Voorbeeldlaan 12',
  PostalCode: '3511 ab',
  FirstName: 'Ida',
  LastName: 'Bakker',
  PhoneNumber: '030 123 4567',
}

/** A customer as an old client sends it. */
export function customerOf(domain: string, others: object = {}, place: object = {}, company: object = {}) {
  return {
    Id: null,
    CommerceId: null,
    CompanyProfile: { TenantId: null, Domain: domain, CompanyName: null, ...company },
    BillingProfile: {
      Email: 'ida@bakker.example.net',
      Culture: 'NL-nl',
      Language: 'Nl',
      CompanyName: `Company of ${domain}`,
      DefaultAddress: { ...address, ...place },
      Attributes: { ObjectType: 'CustomerBillingProfile' },
    },
    RelationshipToPartner: 'none',
    AllowDelegatedAccess: null,
    UserCredentials: null,
    AssociatedPartnerId: null,
    Attributes: { ObjectType: 'Customer' },
    ...others,
  }
}

export function filterOf(field: string, value: string, operator = 'starts_with') {
  return `filter=${encodeURIComponent(JSON.stringify({ Field: field, Value: value, Operator: operator }))}`
}
