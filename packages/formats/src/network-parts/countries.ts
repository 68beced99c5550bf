/** ISO 3166-1: alpha-2 and alpha-3 codes of the countries that a movement network is likely to name. */
const COUNTRIES = new Map(
  (
    'AL:ALB AT:AUT BA:BIH BE:BEL BG:BGR BY:BLR CA:CAN CH:CHE CY:CYP CZ:CZE DE:DEU DK:DNK EE:EST ES:ESP FI:FIN FR:FRA ' +
    'GB:GBR GE:GEO GR:GRC HR:HRV HU:HUN IE:IRL IS:ISL IT:ITA LT:LTU LU:LUX LV:LVA MD:MDA ME:MNE MK:MKD MT:MLT NL:NLD ' +
    'NO:NOR PL:POL PT:PRT RO:ROU RS:SRB RU:RUS SE:SWE SI:SVN SK:SVK TR:TUR UA:UKR US:USA AU:AUS JP:JPN NZ:NZL'
  )
    .split(' ')
    .map((pair) => pair.split(':') as [string, string]),
)

/** The alpha-3 code of an alpha-2 one; another text as it stands. */
export const countryOf = (code: string): string => COUNTRIES.get(code.toUpperCase()) ?? code
