/** Training pipelines: who passes by which month, by course length, seats, rooms, instructors and wastage. */
export { COURSES_MAX, TRAINING_MONTHS_MAX, parseTrainingPlan } from './parse.ts'
export { assessTraining, classesOf, runPipeline, weeksOf } from './pipeline.ts'
export type { CourseAssessment, CourseMonth, TrainingAssessment } from './pipeline.ts'
export type * from './types.ts'
