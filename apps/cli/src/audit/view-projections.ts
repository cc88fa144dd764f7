/** The projections of the read model as the audit uses them: there is one definition of what a view must be. */
export {
  projectionNamed,
  projectionNames,
  type ProjectionName,
} from '../../../../libs/read-model/src/projections/catalogue';
export { ProjectedEvent } from '../../../../libs/read-model/src/projections/projected-event';
export { concerns, type Projection, type VersionedRow } from '../../../../libs/read-model/src/projections/projection';
export type { Column, View, ViewIndex } from '../../../../libs/read-model/src/views/view';
