import { init, type EChartsOption } from 'echarts';
import type { BarChart, LineChart } from '../output/charts';

const WIDTH = 760;
const ROW_HEIGHT = 34;
const AROUND = 90;
const OURS = '#2563eb';
const THEIRS = '#94a3b8';

/**
 * Draws horizontal bars with their figures. The axis is logarithmic if the values differ by more than a factor of 100.
 */
export function drawBars({ title, unit, bars }: BarChart): string {
  const values = bars.map(({ value }) => value);
  const spread = Math.max(...values) / Math.min(...values);
  return svg(AROUND + ROW_HEIGHT * bars.length, {
    ...frame(title),
    xAxis: { type: spread > 100 ? 'log' : 'value', name: unit, nameLocation: 'middle', nameGap: 28 },
    yAxis: { type: 'category', inverse: true, data: bars.map(({ name }) => name) },
    series: [
      {
        type: 'bar',
        data: bars.map(({ name, value }) => ({ value, itemStyle: { color: name === 'ours' ? OURS : THEIRS } })),
        label: { show: true, position: 'right', formatter: ({ value }) => short(Number(value)) },
      },
    ],
  });
}

/** Draws one line over a growing quantity. */
export function drawLine({ title, unit, points }: LineChart): string {
  return svg(340, {
    ...frame(title),
    xAxis: { type: 'category', data: points.map(({ at }) => at) },
    yAxis: { type: 'value', name: unit },
    series: [{ type: 'line', data: points.map(({ value }) => value), itemStyle: { color: OURS } }],
  });
}

function frame(text: string): EChartsOption {
  return {
    animation: false,
    backgroundColor: '#ffffff',
    title: { text, textStyle: { fontSize: 14 } },
    grid: { left: 60, right: 90, top: 44, bottom: 46 },
  };
}

function svg(height: number, option: EChartsOption): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height });
  chart.setOption(option);
  const drawn = chart.renderToSVGString();
  chart.dispose();
  return drawn;
}

function short(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 3 });
}
