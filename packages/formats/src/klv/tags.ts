/**
 * The items of MISB ST 0601 (table 1 and clause 8 of edition 0601.17, read with item 143 of 0601.19) and of the nested
 * ST 0102.12 security set: what each tag is called and how its bytes become a value. Facts were taken from the public
 * implementations jMISB and KWIVER and checked against their published examples.
 */

/** How the bytes of an item become its value. */
export type Shape =
  /** An integer of `octets` spread over [min, max]; unsigned, every pattern is a value. */
  | { kind: 'unsigned'; octets: number; min: number; max: number; unit: string }
  /** A two's complement integer over [-limit, limit]; its lowest pattern is no number but means `lowest`. */
  | { kind: 'signed'; octets: number; limit: number; unit: string; lowest: string }
  | { kind: 'imapb'; min: number; max: number; unit: string }
  /** A plain integer of up to `octets`. */
  | { kind: 'whole'; octets: number; isSigned: boolean; unit: string }
  | { kind: 'code'; words: readonly string[] }
  | { kind: 'flags'; words: readonly string[] }
  | { kind: 'text'; encoding: 'utf-8' | 'utf-16be' }
  | { kind: 'set' }
  | { kind: 'raw' }
/** What is known of a tag. Units: deg, m, mps, and those spelled out. */
export interface Tag {
  readonly name: string
  readonly shape: Shape
}

const OUT = 'out of range'
const OFF_EARTH = 'not applicable (off-earth)'
const RESERVED = 'reserved'

const over = (octets: number, min: number, max: number, unit: string): Shape => ({
  kind: 'unsigned',
  octets,
  min,
  max,
  unit,
})
const about = (octets: number, limit: number, unit: string, lowest: string): Shape => ({
  kind: 'signed',
  octets,
  limit,
  unit,
  lowest,
})
const imapb = (min: number, max: number, unit: string): Shape => ({
  kind: 'imapb',
  min,
  max,
  unit,
})
const whole = (octets: number, unit: string, isSigned = false): Shape => ({
  kind: 'whole',
  octets,
  isSigned,
  unit,
})
const code = (...words: readonly string[]): Shape => ({ kind: 'code', words })
const flags = (...words: readonly string[]): Shape => ({ kind: 'flags', words })
const text: Shape = { kind: 'text', encoding: 'utf-8' }
const raw: Shape = { kind: 'raw' }
const heading = over(2, 0, 360, 'deg')
const altitude = over(2, -900, 19_000, 'm')
const latitude = (lowest: string): Shape => about(4, 90, 'deg', lowest)
const longitude = (lowest: string): Shape => about(4, 180, 'deg', lowest)
const cornerOffset = about(2, 0.075, 'deg', OFF_EARTH)
const pressure = over(2, 0, 5_000, 'mbar')
const extended = imapb(-900, 40_000, 'm')
const rate = imapb(-1_000, 1_000, 'deg/s')

type Row = readonly [tag: number, name: string, shape: Shape]

const TO_33: readonly Row[] = [
  [1, 'checksum', whole(2, '')],
  [2, 'precisionTimeStamp', whole(8, 'us')],
  [3, 'missionId', text],
  [4, 'platformTailNumber', text],
  [5, 'platformHeadingAngle', heading],
  [6, 'platformPitchAngle', about(2, 20, 'deg', OUT)],
  [7, 'platformRollAngle', about(2, 50, 'deg', OUT)],
  [8, 'platformTrueAirspeed', over(1, 0, 255, 'mps')],
  [9, 'platformIndicatedAirspeed', over(1, 0, 255, 'mps')],
  [10, 'platformDesignation', text],
  [11, 'imageSourceSensor', text],
  [12, 'imageCoordinateSystem', text],
  [13, 'sensorLatitude', latitude(RESERVED)],
  [14, 'sensorLongitude', longitude(RESERVED)],
  [15, 'sensorTrueAltitude', altitude],
  [16, 'sensorHorizontalFieldOfView', over(2, 0, 180, 'deg')],
  [17, 'sensorVerticalFieldOfView', over(2, 0, 180, 'deg')],
  [18, 'sensorRelativeAzimuthAngle', over(4, 0, 360, 'deg')],
  [19, 'sensorRelativeElevationAngle', about(4, 180, 'deg', RESERVED)],
  [20, 'sensorRelativeRollAngle', over(4, 0, 360, 'deg')],
  [21, 'slantRange', over(4, 0, 5_000_000, 'm')],
  [22, 'targetWidth', over(2, 0, 10_000, 'm')],
  [23, 'frameCenterLatitude', latitude(OFF_EARTH)],
  [24, 'frameCenterLongitude', longitude(OFF_EARTH)],
  [25, 'frameCenterElevation', altitude],
  [26, 'offsetCornerLatitudePoint1', cornerOffset],
  [27, 'offsetCornerLongitudePoint1', cornerOffset],
  [28, 'offsetCornerLatitudePoint2', cornerOffset],
  [29, 'offsetCornerLongitudePoint2', cornerOffset],
  [30, 'offsetCornerLatitudePoint3', cornerOffset],
  [31, 'offsetCornerLongitudePoint3', cornerOffset],
  [32, 'offsetCornerLatitudePoint4', cornerOffset],
  [33, 'offsetCornerLongitudePoint4', cornerOffset],
]
const TO_66: readonly Row[] = [
  [34, 'icingDetected', code('detector off', 'no icing detected', 'icing detected')],
  [35, 'windDirection', heading],
  [36, 'windSpeed', over(1, 0, 100, 'mps')],
  [37, 'staticPressure', pressure],
  [38, 'densityAltitude', altitude],
  [39, 'outsideAirTemperature', whole(1, 'degC', true)],
  [40, 'targetLocationLatitude', latitude(OFF_EARTH)],
  [41, 'targetLocationLongitude', longitude(OFF_EARTH)],
  [42, 'targetLocationElevation', altitude],
  [43, 'targetTrackGateWidth', over(1, 0, 510, 'pixels')],
  [44, 'targetTrackGateHeight', over(1, 0, 510, 'pixels')],
  [45, 'targetErrorEstimateCe90', over(2, 0, 4_095, 'm')],
  [46, 'targetErrorEstimateLe90', over(2, 0, 4_095, 'm')],
  [
    47,
    'genericFlagData',
    flags(
      'laser range on',
      'auto-track on',
      'infrared polarity black hot',
      'icing detected',
      'slant range measured',
      'image invalid',
    ),
  ],
  [48, 'securityLocalSet', { kind: 'set' }],
  [49, 'differentialPressure', pressure],
  [50, 'platformAngleOfAttack', about(2, 20, 'deg', OUT)],
  [51, 'platformVerticalSpeed', about(2, 180, 'mps', OUT)],
  [52, 'platformSideslipAngle', about(2, 20, 'deg', OUT)],
  [53, 'airfieldBarometricPressure', pressure],
  [54, 'airfieldElevation', altitude],
  [55, 'relativeHumidity', over(1, 0, 100, '%')],
  [56, 'platformGroundSpeed', over(1, 0, 255, 'mps')],
  [57, 'groundRange', over(4, 0, 5_000_000, 'm')],
  [58, 'platformFuelRemaining', over(2, 0, 10_000, 'kg')],
  [59, 'platformCallSign', text],
  [60, 'weaponLoad', whole(2, '')],
  [61, 'weaponFired', whole(1, '')],
  [62, 'laserPrfCode', whole(2, '')],
  [
    63,
    'sensorFieldOfViewName',
    code(
      'ultranarrow',
      'narrow',
      'medium',
      'wide',
      'ultrawide',
      'narrow medium',
      '2x ultranarrow',
      '4x ultranarrow',
      'continuous zoom',
    ),
  ],
  [64, 'platformMagneticHeading', heading],
  [65, 'uasDatalinkLsVersionNumber', whole(1, '')],
  [66, 'deprecated66', raw],
]
const TO_102: readonly Row[] = [
  [67, 'alternatePlatformLatitude', latitude(RESERVED)],
  [68, 'alternatePlatformLongitude', longitude(RESERVED)],
  [69, 'alternatePlatformAltitude', altitude],
  [70, 'alternatePlatformName', text],
  [71, 'alternatePlatformHeading', heading],
  [72, 'eventStartTime', whole(8, 'us')],
  [73, 'rvtLocalSet', raw],
  [74, 'vmtiLocalSet', raw],
  [75, 'sensorEllipsoidHeight', altitude],
  [76, 'alternatePlatformEllipsoidHeight', altitude],
  [
    77,
    'operationalMode',
    code('other', 'operational', 'training', 'exercise', 'maintenance', 'test'),
  ],
  [78, 'frameCenterHeightAboveEllipsoid', altitude],
  [79, 'sensorNorthVelocity', about(2, 327, 'mps', OUT)],
  [80, 'sensorEastVelocity', about(2, 327, 'mps', OUT)],
  [81, 'imageHorizonPixelPack', raw],
  [82, 'cornerLatitudePoint1', latitude(OFF_EARTH)],
  [83, 'cornerLongitudePoint1', longitude(OFF_EARTH)],
  [84, 'cornerLatitudePoint2', latitude(OFF_EARTH)],
  [85, 'cornerLongitudePoint2', longitude(OFF_EARTH)],
  [86, 'cornerLatitudePoint3', latitude(OFF_EARTH)],
  [87, 'cornerLongitudePoint3', longitude(OFF_EARTH)],
  [88, 'cornerLatitudePoint4', latitude(OFF_EARTH)],
  [89, 'cornerLongitudePoint4', longitude(OFF_EARTH)],
  [90, 'platformPitchAngleFull', about(4, 90, 'deg', OUT)],
  [91, 'platformRollAngleFull', about(4, 90, 'deg', OUT)],
  [92, 'platformAngleOfAttackFull', about(4, 90, 'deg', OUT)],
  [93, 'platformSideslipAngleFull', about(4, 180, 'deg', OUT)],
  [94, 'miisCoreIdentifier', raw],
  [95, 'sarMotionImageryLocalSet', raw],
  [96, 'targetWidthExtended', imapb(0, 1_500_000, 'm')],
  [97, 'rangeImageLocalSet', raw],
  [98, 'geoRegistrationLocalSet', raw],
  [99, 'compositeImagingLocalSet', raw],
  [100, 'segmentLocalSet', raw],
  [101, 'amendLocalSet', raw],
  [102, 'sdccFlp', raw],
]
const TO_143: readonly Row[] = [
  [103, 'densityAltitudeExtended', extended],
  [104, 'sensorEllipsoidHeightExtended', extended],
  [105, 'alternatePlatformEllipsoidHeightExtended', extended],
  [106, 'streamDesignator', text],
  [107, 'operationalBase', text],
  [108, 'broadcastSource', text],
  [109, 'rangeToRecoveryLocation', imapb(0, 21_000, 'km')],
  [110, 'timeAirborne', whole(4, 's')],
  [111, 'propulsionUnitSpeed', whole(4, 'rpm')],
  [112, 'platformCourseAngle', imapb(0, 360, 'deg')],
  [113, 'altitudeAgl', extended],
  [114, 'radarAltimeter', extended],
  [115, 'controlCommand', raw],
  [116, 'controlCommandVerificationList', raw],
  [117, 'sensorAzimuthRate', rate],
  [118, 'sensorElevationRate', rate],
  [119, 'sensorRollRate', rate],
  [120, 'onBoardMiStoragePercentFull', imapb(0, 100, '%')],
  [121, 'activeWavelengthList', raw],
  [122, 'countryCodes', raw],
  [123, 'numberOfNavsatsInView', whole(1, '')],
  [
    124,
    'positioningMethodSource',
    flags('on-board INS', 'GPS', 'Galileo', 'QZSS', 'NAVIC', 'GLONASS', 'BeiDou-1', 'BeiDou-2'),
  ],
  [
    125,
    'platformStatus',
    code(
      'active',
      'pre-flight',
      'pre-flight taxiing',
      'run-up',
      'take-off',
      'ingress',
      'manual operation',
      'automated orbit',
      'transitioning',
      'egress',
      'landing',
      'landed taxiing',
      'landed parked',
    ),
  ],
  [
    126,
    'sensorControlMode',
    code(
      'off',
      'home position',
      'uncontrolled',
      'manual control',
      'calibrating',
      'auto holding position',
      'auto tracking',
    ),
  ],
  [127, 'sensorFrameRatePack', raw],
  [128, 'wavelengthsList', raw],
  [129, 'targetId', text],
  [130, 'airbaseLocations', raw],
  [131, 'takeOffTime', whole(8, 'us')],
  [132, 'transmissionFrequency', imapb(1, 99_999, 'MHz')],
  [133, 'onBoardMiStorageCapacity', whole(4, 'GB')],
  [134, 'zoomPercentage', imapb(0, 100, '%')],
  [135, 'communicationsMethod', text],
  [136, 'leapSeconds', whole(4, 's', true)],
  [137, 'correctionOffset', whole(8, 'us', true)],
  [138, 'payloadList', raw],
  [139, 'activePayloads', raw],
  [140, 'weaponsStores', raw],
  [141, 'waypointList', raw],
  [142, 'viewDomain', raw],
  [143, 'metadataSubstreamId', raw],
]
const SECURITY: readonly Row[] = [
  [
    1,
    'securityClassification',
    code('', 'UNCLASSIFIED', 'RESTRICTED', 'CONFIDENTIAL', 'SECRET', 'TOP SECRET'),
  ],
  [2, 'countryCodingMethod', whole(1, '')],
  [3, 'classifyingCountry', text],
  [4, 'sciShiInformation', text],
  [5, 'caveats', text],
  [6, 'releasingInstructions', text],
  [7, 'classifiedBy', text],
  [8, 'derivedFrom', text],
  [9, 'classificationReason', text],
  [10, 'declassificationDate', text],
  [11, 'classificationAndMarkingSystem', text],
  [12, 'objectCountryCodingMethod', whole(1, '')],
  [13, 'objectCountryCodes', { kind: 'text', encoding: 'utf-16be' }],
  [14, 'classificationComments', text],
  [22, 'version', whole(2, '')],
  [23, 'countryCodingMethodVersionDate', text],
  [24, 'objectCountryCodingMethodVersionDate', text],
]

const table = (...rows: readonly (readonly Row[])[]): ReadonlyMap<number, Tag> =>
  new Map(rows.flat().map(([tag, name, shape]) => [tag, { name, shape }]))

/** ST 0601, tags 1 to 143. */
export const UAS_TAGS = table(TO_33, TO_66, TO_102, TO_143)
/** ST 0102, the local set. */
export const SECURITY_TAGS = table(SECURITY)
/** Tags that may come more than once in one set (ST 0601, table 1, "multiples allowed"). */
export const REPEATABLE: ReadonlySet<number> = new Set([94, 100, 101, 102, 115])
