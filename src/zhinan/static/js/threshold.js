// Moving a threshold: the slider reads the curve from the table of figures, so that counts follow the hand;
// who comes and goes is asked of the server when the hand rests. Without this the form and the table say the same.
const form = document.querySelector("[data-mover]");
const place = document.querySelector("[data-chart]");
const table = document.querySelector("[data-curve]");

if (form && place && table && window.echarts) {
  const box = form.querySelector("[data-to]");
  const slide = document.querySelector("[data-slide]");
  const slider = slide.querySelector("input");
  const says = slide.querySelector("output");
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  const words = place.dataset;
  const points = [...table.tBodies[0].rows].map((row) => {
    const [passed, failed, missing] = [...row.cells].slice(1).map((cell) => Number(cell.textContent));
    return { x: Number(row.dataset.x), value: row.dataset.value, label: row.dataset.label, passed, failed, missing };
  });
  const now = points.findIndex((point) => point.x === Number(words.now));
  let at = Math.max(0, points.findIndex((point) => point.value === box.value.trim()));
  slider.max = String(points.length - 1);
  slider.value = String(at);
  place.hidden = false;
  slide.hidden = false;

  const chart = window.echarts.init(place, null, { renderer: "canvas" });
  const font = { color: colour("--ink-2"), fontFamily: colour("--hei"), fontSize: 12 };
  const across = (x) => (x - points[0].x) / (points[points.length - 1].x - points[0].x || 1);
  const line = (point, name, look, position) => {
    const side = across(point.x);
    const align = position === "end" ? (side < 0.2 ? "left" : side > 0.8 ? "right" : "center") : side > 0.55 ? "right" : "left";
    const distance = position === "end" ? 4 : [align === "right" ? -6 : 6, 4];
    return { xAxis: point.x, lineStyle: { width: 1.5, ...look }, label: { show: true, formatter: name, position, rotate: 0, align, distance, fontWeight: 600, fontFamily: font.fontFamily, color: look.color } };
  };

  function draw() {
    const here = points[now];
    const then = points[at];
    const low = Math.min(here.x, then.x);
    const high = Math.max(here.x, then.x);
    const marks = [line(here, words.nowLabel, { color: colour("--ink"), type: "solid" }, "insideStartTop")];
    if (at !== now) marks.push(line(then, words.thenLabel.replace("{value}", then.label), { color: colour("--acc"), type: "dashed" }, "end"));
    const series = (name, key, look) => ({ name, type: "line", step: false, showSymbol: false, data: points.map((point) => [point.x, point[key]]), lineStyle: look, itemStyle: { color: look.color }, emphasis: { disabled: true } });
    chart.setOption({
      animation: false,
      grid: { left: 8, right: 24, top: 52, bottom: 8, containLabel: true },
      legend: { top: 0, left: 0, itemWidth: 18, itemHeight: 8, textStyle: font, data: [words.wordsPassed, words.wordsFailed, words.wordsMissing] },
      tooltip: {
        trigger: "axis", renderMode: "richText", confine: true,
        formatter: ([first]) => {
          const point = points[first.dataIndex];
          return `${point.label}\n${words.wordsPassed} ${point.passed}  ${words.wordsFailed} ${point.failed}  ${words.wordsMissing} ${point.missing}`;
        },
      },
      xAxis: {
        type: "value", min: points[0].x, max: points[points.length - 1].x, splitLine: { show: false },
        axisLine: { lineStyle: { color: colour("--line-field") } },
        axisLabel: { ...font, hideOverlap: true, showMinLabel: words.kind !== "date", showMaxLabel: words.kind !== "date", formatter: (x) => (words.kind === "date" ? new Date(x).toISOString().slice(0, 7) : String(Number(x.toFixed(6)))) },
      },
      yAxis: { type: "value", minInterval: 1, min: 0, axisLabel: font, splitLine: { lineStyle: { color: colour("--line") } } },
      series: [
        { ...series(words.wordsPassed, "passed", { color: colour("--acc"), width: 2 }), markLine: { symbol: "none", silent: true, animation: false, data: marks }, markArea: { silent: true, animation: false, itemStyle: { color: colour("--wait-wash") }, data: at === now ? [] : [[{ xAxis: low }, { xAxis: high }]] } },
        series(words.wordsFailed, "failed", { color: colour("--ink-3"), width: 1.25, type: "dashed" }),
        series(words.wordsMissing, "missing", { color: colour("--wait"), width: 1.25, type: "dotted" }),
      ],
    });
  }

  function tell() {
    const point = points[at];
    says.textContent = point.label;
    slider.setAttribute("aria-valuetext", point.label);
    for (const key of ["passed", "failed", "missing"]) {
      const cell = document.querySelector(`[data-${key}]`);
      if (cell) cell.textContent = point[key].toLocaleString("en");
    }
  }

  let asked = null;
  async function ask() {
    const address = new URL(location.href);
    address.searchParams.delete("rule");
    address.searchParams.set("lever", form.elements.lever.value);
    address.searchParams.set("to", points[at].value);
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(address, { signal: asked.signal, headers: { "X-Requested-With": "fetch" } });
      if (!answer.ok) return form.requestSubmit();
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const part of document.querySelectorAll("[data-swap]")) {
        const other = fresh.getElementById(part.id);
        if (other) part.innerHTML = other.innerHTML;
      }
      history.replaceState(null, "", address);
    } catch (error) {
      if (error.name !== "AbortError") form.requestSubmit();
    }
  }

  let waiting = 0;
  slider.addEventListener("input", () => {
    at = Number(slider.value);
    box.value = points[at].value;
    draw();
    tell();
    clearTimeout(waiting);
    waiting = setTimeout(ask, 250);
  });
  form.querySelector("[data-lever]").addEventListener("change", () => {
    box.value = "";
    form.requestSubmit();
  });
  new ResizeObserver(() => chart.resize()).observe(place);
  draw();
  tell();
}
