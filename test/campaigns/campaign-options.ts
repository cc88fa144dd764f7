/** What the command line was told; the same defaults stand there. */
export function campaignOptions<Options extends object>(defaults: Options): Options {
  return { ...defaults, ...(JSON.parse(process.env['CAMPAIGN_OPTIONS'] ?? '{}') as Partial<Options>) };
}
