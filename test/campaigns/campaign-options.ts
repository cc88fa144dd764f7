/** The options of the command line, which main.cjs passes on; without it the defaults. */
export function campaignOptions<Options extends object>(defaults: Options): Options {
  return { ...defaults, ...(JSON.parse(process.env['CAMPAIGN_OPTIONS'] ?? '{}') as Partial<Options>) };
}
