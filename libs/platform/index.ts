export { describeError, errorCode } from './describe-error';
export { type ApiDocument, describeApi } from './http/api-document';
export { createHttpApplication } from './http/create-http-application';
export { HealthModule } from './http/health.module';
export type { HealthPart } from './http/health';
export { RequestHeaders } from './http/request-headers';
export { RoleModule } from './http/role.module';
export { serveApplication, serveHttp } from './http/serve-http';
export { Checks, noQuery } from './http/validation.guard';
export { processTitle, type RoleName } from './lifecycle/role-name';
export { loggerOf, type RunningRole, runRole } from './lifecycle/run-role';
export { ShutdownOrder } from './lifecycle/shutdown-order';
export type { Surroundings } from './lifecycle/surroundings';
export { untilAvailable } from './lifecycle/until-available';
export { HttpMetrics } from './metrics/http-metrics';
export { ApiProblems } from './problems/api-problems';
export { HttpProblemError } from './problems/framework-error';
export { type Fault } from './problems/invalid-request.error';
export { type Problem, ProblemCatalogue } from './problems/problem-catalogue';
export type { ProblemKind } from './problems/problem-kind';
export { ProblemsModule } from './problems/problems.module';
export { maskedUrl } from './settings/masked-url';
export {
  BadSettingError,
  readSettings,
  requiredDatabaseUrl,
  type Settings,
  settingsCatalogue,
} from './settings/settings';
