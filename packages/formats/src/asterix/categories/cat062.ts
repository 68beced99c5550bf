/**
 * Category 062, system track data (EUROCONTROL-SPEC-0149-9), edition 1.19. Names and nesting after asterix-specs
 * cat062.
 */
import {
  ascii,
  bds,
  by,
  comp,
  edition,
  explicit,
  ext,
  flags,
  group,
  icao,
  octal,
  rep,
  rule,
  s,
  u,
  type Named,
} from '../table.ts'

const DEG_16 = 360 / 65_536
const DEG_23 = 180 / 8_388_608
const DEG_25 = 180 / 33_554_432
const NMPS_14 = 1 / 16_384
const age = (name: string): Named => u(name, 8, 1 / 4, 's')

const MODE_5 = comp(
  '110',
  group('SUM', flags('M5 ID DA M1 M2 M3 MC X')),
  group('PMN', '- 2, PIN 14, - 3, NAT 5, - 2, MIS 6'),
  group('POS', s('LAT', 24, DEG_23, '°'), s('LON', 24, DEG_23, '°')),
  group('GA', '- 1, RES 1', s('GA', 14, 25, 'ft')),
  group('EM1', '- 4', octal('EM1', 12)),
  s('TOS', 8, 1 / 128, 's'),
  group('XP', '- 3, X5 1, XC 1, X3 1, X2 1, X1 1'),
)

const DATA_AGES = comp(
  '295',
  ...['MFL', 'MD1', 'MD2', 'MDA', 'MD4', 'MD5', 'MHG', 'IAS', 'TAS', 'SAL', 'FSS'].map(age),
  ...['TID', 'COM', 'SAB', 'ACS', 'BVR', 'GVR', 'RAN', 'TAR', 'TAN', 'GSP', 'VUN'].map(age),
  ...['MET', 'EMC', 'POS', 'GAL', 'PUN', 'MB', 'IAR', 'MAC', 'BPS'].map(age),
)

const MEASURED = comp(
  '340',
  group('SID', 'SAC 8, SIC 8'),
  group('POS', u('RHO', 16, 1 / 256, 'NM'), u('THETA', 16, DEG_16, '°')),
  s('HEIGHT', 16, 25, 'ft'),
  group('MDC', 'V 1, G 1', s('LMC', 14, 1 / 4, 'FL')),
  group('MDA', 'V 1, G 1, L 1, - 1', octal('MODE3A', 12)),
  group('TYP', 'TYP 3, SIM 1, RAB 1, TST 1, - 2'),
)

const TRAJECTORY_POINT = group(
  '',
  'TCA 1, NC 1, TCPN 6',
  s('ALT', 16, 10, 'ft'),
  s('LAT', 24, DEG_23, '°'),
  s('LON', 24, DEG_23, '°'),
  'PT 4, TD 2, TRA 1, TOA 1',
  u('TOV', 24, 1, 's'),
  u('TTR', 16, 0.01, 'NM'),
)

const AIRCRAFT = comp(
  '380',
  'ADR 24',
  icao('ID', 48),
  u('MHG', 16, DEG_16, '°'),
  group(
    'IAS',
    'IM 1',
    by('IAS', 15, 'IM', {
      0: rule(u('', 15, NMPS_14, 'NM/s')),
      1: rule(u('', 15, 0.001, 'Mach')),
    }),
  ),
  u('TAS', 16, 1, 'kt'),
  group('SAL', 'SAS 1, SRC 2', s('ALT', 13, 25, 'ft')),
  group('FSS', 'MV 1, AH 1, AM 1', s('ALT', 13, 25, 'ft')),
  ext('TIS', 'NAV 1, NVB 1, - 5'),
  rep('TID', 1, TRAJECTORY_POINT),
  group('COM', 'COM 3, STAT 3, - 2, SSC 1, ARC 1, AIC 1, B1A 1, B1B 4'),
  group('SAB', 'AC 2, MN 2, DC 2, GBS 1, - 6, STAT 3'),
  bds('ACS', 56),
  s('BVR', 16, 25 / 4, 'ft/min'),
  s('GVR', 16, 25 / 4, 'ft/min'),
  s('RAN', 16, 0.01, '°'),
  group('TAR', 'TI 2, - 6', s('ROT', 7, 1 / 4, '°/s'), '- 1'),
  u('TAN', 16, DEG_16, '°'),
  s('GS', 16, NMPS_14, 'NM/s'),
  'VUN 8',
  group(
    'MET',
    'WS 1, WD 1, TMP 1, TRB 1, - 4',
    u('WSD', 16, 1, 'kt'),
    u('WDD', 16, 1, '°'),
    s('TMPD', 16, 1 / 4, '°C'),
    'TRBD 8',
  ),
  'EMC 8',
  group('POS', s('LAT', 24, DEG_23, '°'), s('LON', 24, DEG_23, '°')),
  s('GAL', 16, 25 / 4, 'ft'),
  group('PUN', '- 4, PUN 4'),
  rep('MB', 1, bds('', 64)),
  u('IAR', 16, 1, 'kt'),
  u('MAC', 16, 1 / 125, 'Mach'),
  group('BPS', '- 4', u('BPS', 12, 0.1, 'mb')),
)

const FLIGHT_PLAN = comp(
  '390',
  group('TAG', 'SAC 8, SIC 8'),
  ascii('CS', 56),
  group('IFI', 'TYP 2, - 3, NBR 27'),
  group('FCT', 'GATOAT 2, FR1FR2 2, RVSM 2, HPR 1, - 1'),
  ascii('TAC', 32),
  ascii('WTC', 8),
  ascii('DEP', 32),
  ascii('DST', 32),
  group('RDS', ascii('NU1', 8), ascii('NU2', 8), ascii('LTR', 8)),
  u('CFL', 16, 1 / 4, 'FL'),
  group('CTL', 'CENTRE 8, POSITION 8'),
  rep('TOD', 1, group('', 'TYP 5, DAY 2, - 4, HOR 5, - 2, MIN 6, AVS 1, - 1, SEC 6')),
  ascii('AST', 48),
  group('STS', 'EMP 2, AVL 2, - 4'),
  ascii('STD', 56),
  ascii('STA', 56),
  group('PEM', '- 3, VA 1', octal('MODE3A', 12)),
  ascii('PEC', 56),
)

const ACCURACIES = comp(
  '500',
  group('APC', u('X', 16, 1 / 2, 'm'), u('Y', 16, 1 / 2, 'm')),
  s('COV', 16, 1 / 2, 'm'),
  group('APW', u('LAT', 16, DEG_25, '°'), u('LON', 16, DEG_25, '°')),
  u('AGA', 8, 25 / 4, 'ft'),
  u('ABA', 8, 1 / 4, 'FL'),
  group('ATV', u('X', 8, 1 / 4, 'm/s'), u('Y', 8, 1 / 4, 'm/s')),
  group('AA', u('X', 8, 1 / 4, 'm/s²'), u('Y', 8, 1 / 4, 'm/s²')),
  u('ARC', 8, 25 / 4, 'ft/min'),
)

/** Editions of category 062, the newest first. */
export const CAT062 = [
  edition({
    cat: 62,
    edition: '1.19',
    items: [
      group('010', 'SAC 8, SIC 8'),
      '015 8',
      '040 16',
      group('060', 'V 1, G 1, CH 1, - 1', octal('MODE3A', 12)),
      u('070', 24, 1 / 128, 's'),
      ext(
        '080',
        'MON 1, SPI 1, MRH 1, SRC 3, CNF 1',
        flags('SIM TSE TSB FPC AFF STP KOS'),
        'AMA 1, MD4 2, ME 1, MI 1, MD5 2',
        flags('CST PSR SSR MDS ADS SUC AAC'),
        'SDS 2, EMS 3, PFT 1, FPLT 1',
        'DUPT 1, DUPF 1, DUPM 1, SFC 1, IDD 1, IEC 1, - 1',
      ),
      group('100', s('X', 24, 1 / 2, 'm'), s('Y', 24, 1 / 2, 'm')),
      group('105', s('LAT', 32, DEG_25, '°'), s('LON', 32, DEG_25, '°')),
      MODE_5,
      group('120', '- 4', octal('MODE2', 12)),
      s('130', 16, 25 / 4, 'ft'),
      group('135', 'QNH 1', s('CTB', 15, 1 / 4, 'FL')),
      s('136', 16, 1 / 4, 'FL'),
      group('185', s('VX', 16, 1 / 4, 'm/s'), s('VY', 16, 1 / 4, 'm/s')),
      group('200', 'TRANS 2, LONG 2, VERT 2, ADF 1, - 1'),
      group('210', s('AX', 8, 1 / 4, 'm/s²'), s('AY', 8, 1 / 4, 'm/s²')),
      s('220', 16, 25 / 4, 'ft/min'),
      group('245', 'STI 2, - 6', icao('CHR', 48)),
      ext(
        '270',
        [u('LENGTH', 7, 1, 'm')],
        [u('ORIENTATION', 7, 360 / 128, '°')],
        [u('WIDTH', 7, 1, 'm')],
      ),
      comp(
        '290',
        ...['TRK', 'PSR', 'SSR', 'MDS'].map(age),
        u('ADS', 16, 1 / 4, 's'),
        ...['ES', 'VDL', 'UAT', 'LOP', 'MLT'].map(age),
      ),
      DATA_AGES,
      '300 8',
      MEASURED,
      AIRCRAFT,
      FLIGHT_PLAN,
      ACCURACIES,
      ext('510', 'MIDENT 8, MTRACK 15', 'SIDENT 8, STRACK 15'),
      explicit('RE'),
      explicit('SP'),
    ],
    uap: `010 - 015 070 105 100 185
      210 060 245 380 040 080 290
      200 295 136 130 135 220 390
      270 300 110 120 510 500 340
      - - - - - RE SP`,
  }),
]
