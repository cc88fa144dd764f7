import type { AuditRules } from '@firstwrite/audit';
import type { Model } from '@firstwrite/command-bus';
import type { Projections } from '@firstwrite/views';
import type { ApiDocument, ProblemKind } from '@firstwrite/platform';
import type { Type } from '@nestjs/common';
import type { CommandHandlerType } from '@nestjs/cqrs';

/** A topic that events are published to, and the region of its store. */
export interface PublishedTopic {
  readonly topic: string;
  /** The region of the store, which is part of `ce_source`. */
  readonly region: string;
}

/**
 * Everything that the engine gets from a shop: its events, decisions, views and answers. The engine itself names none
 * of them.
 */
export interface Shop {
  /** Its events, states and decisions, as the lane needs them; also decodes events for the views. */
  readonly model: Model;
  /** Its views. */
  readonly projections: Projections;
  readonly writes: {
    readonly controllers: readonly Type[];
    readonly handlers: readonly CommandHandlerType[];
  };
  readonly reads: {
    readonly controllers: readonly Type[];
  };
  /** The refusals of its rules, as the API answers them. */
  readonly problems: readonly ProblemKind[];
  /** The rules that an audit checks on its events. */
  readonly auditRules: AuditRules;
  /** The OpenAPI document of its whole API, shown by each process that serves a part of it. */
  readonly apiDocument: ApiDocument;
  /** Shell commands for a newcomer to try at an address, in this order. */
  readonly exampleRequests: (address: string) => readonly string[];
  /** The AsyncAPI document of its published events. */
  readonly eventsDocument: (topic: PublishedTopic) => object;
}
