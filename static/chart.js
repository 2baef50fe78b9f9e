// SPDX-License-Identifier: Apache-2.0
// chart.js: a picture that carries its numbers (view/chart.h) becomes a chart that says what is under the
// pointer. The picture itself stays: for paper, and where there is no script.
import uPlot from "uplot";

const language = document.documentElement.lang;
const dash = [4, 4];
const columns = uPlot.paths.bars({ size: [0.5, 32] });
const nothing = () => null;
const whole = Array.from({ length: 10 }, (_, i) => [1, 2, 5].map((n) => n * 10 ** i)).flat();

/** By kind of line (static/pictures.css): a token's colour, and how it is drawn. */
const looks = {
  ln: (ink) => ({ stroke: ink("indigo"), width: 2, points: { show: true, size: 8, fill: ink("indigo") } }),
  soon: (ink) => ({ stroke: ink("indigo"), width: 1.5, dash, spanGaps: true, points: { show: true, size: 8, fill: ink("card") } }),
  goal: (ink) => ({ stroke: ink("ink"), paths: nothing, points: { show: true, size: 10, fill: ink("ink") } }),
  late: (ink) => ({ stroke: ink("late"), width: 2 }),
  "too-late": (ink) => ({ stroke: ink("due"), fill: ink("due"), width: 0, paths: columns, points: { show: false } }),
  "in-time": (ink) => ({ stroke: ink("ok"), fill: ink("ok"), width: 0, paths: columns, points: { show: false } }),
};

const tokens = (svg) => {
  const style = getComputedStyle(svg);
  return (name) => style.getPropertyValue(`--${name}`).trim();
};

function options(svg, { place, places, scale, lines }, width) {
  const ink = tokens(svg);
  const newest = lines.at(0).at.findLastIndex((n) => n !== null); // is read out while nothing is pointed at
  const readOut = (chart) => chart.cursor.idx ?? chart.setLegend({ idx: newest });
  const numbers = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
  const style = getComputedStyle(svg.parentElement);
  const axis = { stroke: ink("mute"), font: `12px ${style.fontFamily}`, grid: { stroke: ink("line"), width: 1 }, ticks: { show: false } };
  return {
    width,
    height: Math.round(Math.max(220, Math.min(320, width * 0.4))),
    cursor: { drag: { x: false, y: false } },
    hooks: { ready: [readOut], setCursor: [readOut] },
    scales: {
      x: { time: false, range: () => [-0.5, places.length - 0.5] },
      y: { range: (_, low, high) => [Math.min(0, low), (high > 0 ? high : 1) * 1.1] },
    },
    axes: [
      { ...axis, grid: { show: false }, space: 96, incrs: [1, 2, 3, 4, 6, 8, 12, 24, 48],
        values: (_, at) => at.map((i) => places[i] ?? "") },
      { ...axis, size: 56, ...(scale === 0 && { incrs: whole }), values: (_, at) => at.map((n) => numbers.format(n)) },
    ],
    series: [
      { label: place, value: (_, i) => places[i] ?? "" },
      ...lines.map((line) => ({ label: line.label, value: (_u, _v, _s, i) => line.says[i] || "–", ...looks[line.kind](ink) })),
    ],
  };
}

function draw(svg) {
  const data = JSON.parse(svg.dataset.chart);
  const home = svg.parentElement;
  const scale = 10 ** data.scale;
  const values = [data.places.map((_, i) => i), ...data.lines.map((line) => line.at.map((n) => (n === null ? null : n / scale)))];
  const place = document.createElement("div");
  place.className = "live";
  home.insertBefore(place, svg);
  const width = () => Math.max(280, place.clientWidth);
  let chart;
  const again = () => {
    chart?.destroy();
    chart = new uPlot(options(svg, data, width()), values, place);
    const canvas = place.querySelector("canvas");
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", svg.querySelector("title").textContent);
  };
  home.classList.add("drawn");
  again();
  new ResizeObserver(() => width() !== chart.width && again()).observe(place);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
}

for (const svg of document.querySelectorAll("svg[data-chart]")) draw(svg);
