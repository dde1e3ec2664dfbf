/** Names of states by code, as `WA:Washington, OR:Oregon`. */
function read(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(text.split(',').map((entry) => entry.trim().split(':')))
}

/** States of the countries whose addresses need one. */
export const STATES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  AU: read(`ACT:Australian Capital Territory, NSW:New South Wales, NT:Northern Territory, QLD:Queensland,
    SA:South Australia, TAS:Tasmania, VIC:Victoria, WA:Western Australia`),
  BR: read(`AC:Acre, AL:Alagoas, AP:Amapá, AM:Amazonas, BA:Bahia, CE:Ceará, DF:Distrito Federal, ES:Espírito Santo,
    GO:Goiás, MA:Maranhão, MT:Mato Grosso, MS:Mato Grosso do Sul, MG:Minas Gerais, PA:Pará, PB:Paraíba, PR:Paraná,
    PE:Pernambuco, PI:Piauí, RJ:Rio de Janeiro, RN:Rio Grande do Norte, RS:Rio Grande do Sul, RO:Rondônia,
    RR:Roraima, SC:Santa Catarina, SP:São Paulo, SE:Sergipe, TO:Tocantins`),
  CA: read(`AB:Alberta, BC:British Columbia, MB:Manitoba, NB:New Brunswick, NL:Newfoundland and Labrador,
    NS:Nova Scotia, NT:Northwest Territories, NU:Nunavut, ON:Ontario, PE:Prince Edward Island, QC:Quebec,
    SK:Saskatchewan, YT:Yukon`),
  IN: read(`AN:Andaman and Nicobar Islands, AP:Andhra Pradesh, AR:Arunachal Pradesh, AS:Assam, BR:Bihar,
    CH:Chandigarh, CT:Chhattisgarh, DH:Dadra and Nagar Haveli and Daman and Diu, DL:Delhi, GA:Goa, GJ:Gujarat,
    HR:Haryana, HP:Himachal Pradesh, JK:Jammu and Kashmir, JH:Jharkhand, KA:Karnataka, KL:Kerala, LA:Ladakh,
    LD:Lakshadweep, MP:Madhya Pradesh, MH:Maharashtra, MN:Manipur, ML:Meghalaya, MZ:Mizoram, NL:Nagaland, OR:Odisha,
    PY:Puducherry, PB:Punjab, RJ:Rajasthan, SK:Sikkim, TN:Tamil Nadu, TG:Telangana, TR:Tripura, UP:Uttar Pradesh,
    UT:Uttarakhand, WB:West Bengal`),
  MX: read(`AGU:Aguascalientes, BCN:Baja California, BCS:Baja California Sur, CAM:Campeche, CHP:Chiapas,
    CHH:Chihuahua, CMX:Ciudad de México, COA:Coahuila, COL:Colima, DUR:Durango, GUA:Guanajuato, GRO:Guerrero,
    HID:Hidalgo, JAL:Jalisco, MEX:México, MIC:Michoacán, MOR:Morelos, NAY:Nayarit, NLE:Nuevo León, OAX:Oaxaca,
    PUE:Puebla, QUE:Querétaro, ROO:Quintana Roo, SLP:San Luis Potosí, SIN:Sinaloa, SON:Sonora, TAB:Tabasco,
    TAM:Tamaulipas, TLA:Tlaxcala, VER:Veracruz, YUC:Yucatán, ZAC:Zacatecas`),
  US: read(`AL:Alabama, AK:Alaska, AZ:Arizona, AR:Arkansas, CA:California, CO:Colorado, CT:Connecticut, DE:Delaware,
    DC:District of Columbia, FL:Florida, GA:Georgia, HI:Hawaii, ID:Idaho, IL:Illinois, IN:Indiana, IA:Iowa,
    KS:Kansas, KY:Kentucky, LA:Louisiana, ME:Maine, MD:Maryland, MA:Massachusetts, MI:Michigan, MN:Minnesota,
    MS:Mississippi, MO:Missouri, MT:Montana, NE:Nebraska, NV:Nevada, NH:New Hampshire, NJ:New Jersey, NM:New Mexico,
    NY:New York, NC:North Carolina, ND:North Dakota, OH:Ohio, OK:Oklahoma, OR:Oregon, PA:Pennsylvania,
    RI:Rhode Island, SC:South Carolina, SD:South Dakota, TN:Tennessee, TX:Texas, UT:Utah, VT:Vermont, VA:Virginia,
    WA:Washington, WV:West Virginia, WI:Wisconsin, WY:Wyoming, AS:American Samoa, GU:Guam,
    MP:Northern Mariana Islands, PR:Puerto Rico, VI:Virgin Islands`),
}
