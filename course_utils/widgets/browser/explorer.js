// Controls, the picture of their values, and the sentence that says what it shows.
// The picture of a state comes from the kernel or, where there is none, from the states that are known.

import { makeControl } from "./controls.js";
import { button, element } from "./elements.js";
import { makePlayer } from "./player.js";

const PATIENCE = 4000; // milliseconds until a kernel that does not answer is named
const SILENCE = "Waiting for the kernel. If it was restarted, run this cell again.";
const A_PART = "This page holds some of the views and goes to the nearest one. In JupyterLab all are there.";

const bytes = ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength).join();
const same = (one, other) => one === other || (one?.buffer && other?.buffer && bytes(one) === bytes(other));
const distance = (one, other) => (typeof one === "number" ? Math.abs(one - other) : Number(one !== other));

class Explorer {
  constructor(root, data, kernel) {
    Object.assign(this, { root, data, kernel, remark: "", surprises: 0, timer: null });
    this.start = Object.fromEntries(data.controls.map(({ name, value }) => [name, value]));
    this.state = kernel ? kernel.state() : this.start;
    this.build();
    this.show(data.known.length ? this.nearest({}) : kernel.view());
  }

  build() {
    const { controls, title } = this.data;
    this.controls = controls.map((control) => makeControl(control, (value) => this.touch({ [control.name]: value })));
    this.picture = element("div", { class: "rnn-picture" });
    this.readout = element("p", { class: "rnn-readout", role: "status", "aria-live": "polite" });
    this.picture.addEventListener("click", (event) => this.point(event));
    const panel = element("div", { class: "rnn-controls" }, ...this.controls.map((control) => control.element));
    const buttons = element("div", { class: "rnn-buttons" }, ...this.buttons());
    this.root.classList.add("rnn-explorer");
    this.root.setAttribute("role", "group");
    this.root.setAttribute("aria-label", title);
    this.root.replaceChildren(panel, buttons, this.picture, this.readout);
    if (this.data.partial && !this.kernel) this.root.append(element("p", { class: "rnn-note" }, A_PART));
    this.watcher = new ResizeObserver(() => this.reachable());
    this.watcher.observe(this.picture);
    this.showControls();
  }

  buttons() {
    const made = [];
    const playing = this.data.controls.find((control) => control.play);
    if (playing) {
      const write = (value) => this.touch({ [playing.name]: value }, false);
      this.player = makePlayer(playing, () => this.state[playing.name], write);
      made.push(this.player.button);
    }
    const surprise = () => this.surprise();
    if (this.data.surprises.length) made.push(button("Surprise me", "Go to a setting worth a look", surprise));
    return [...made, button("Reset", "Back to the first view", () => this.go(this.start))];
  }

  /** A picture wider than its place can be scrolled, so the keyboard has to reach it. */
  reachable() {
    this.picture.toggleAttribute("tabindex", false);
    if (this.picture.scrollWidth > this.picture.clientWidth) this.picture.setAttribute("tabindex", "0");
  }

  /** A shape of the picture may carry values that a click on it sets. */
  point(event) {
    const shape = event.target.closest("[data-set]");
    if (shape) this.touch(JSON.parse(shape.dataset.set));
  }

  touch(values, byHand = true) {
    if (byHand) this.player?.stop();
    this.remark = "";
    this.move(values);
  }

  surprise() {
    const [values, remark] = this.data.surprises[this.surprises];
    this.surprises = (this.surprises + 1) % this.data.surprises.length;
    this.go({ ...this.start, ...values }, remark);
  }

  go(state, remark = "") {
    this.player?.stop();
    this.remark = remark;
    this.move(state);
  }

  move(values) {
    const known = this.data.known.length ? this.nearest(values) : null;
    const before = this.state;
    this.state = known?.state ?? { ...before, ...values };
    this.showControls();
    if (known) this.show(known);
    if (this.sameAs(before)) this.say();
    else this.kernel?.ask(this.state);
    if (!known && !this.sameAs(before)) this.wait();
  }

  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.readout.textContent = SILENCE), PATIENCE);
  }

  sameAs(state) {
    return Object.keys(this.state).every((name) => same(this.state[name], state[name]));
  }

  /** Of the known states, the one with these values or next to them that keeps most of the others. */
  nearest(values) {
    const wanted = { ...this.state, ...values };
    const cost = ({ state }) => {
      const off = Object.keys(values).reduce((sum, name) => sum + distance(state[name], wanted[name]), 0);
      const lost = Object.keys(wanted).filter((name) => !(name in values) && !same(state[name], wanted[name]));
      return 1000 * off + lost.length;
    };
    const moved = this.data.known.filter(({ state }) => this.isOnTheWay(state, values));
    return (moved.length ? moved : this.data.known).reduce((best, next) => (cost(next) < cost(best) ? next : best));
  }

  /** Whether numbers have gone up and down as they should: a small step must not lead back to where it began. */
  isOnTheWay(state, values) {
    const numbers = Object.keys(values).filter((name) => typeof values[name] === "number");
    const side = (name, number) => Math.sign(number - this.state[name]);
    return numbers.every((name) => side(name, state[name]) === side(name, values[name]));
  }

  showControls() {
    this.controls.forEach((control, place) => control.show(this.state[this.data.controls[place].name]));
  }

  show({ picture, sentence }) {
    clearTimeout(this.timer);
    this.picture.innerHTML = picture;
    this.sentence = sentence;
    this.say();
    this.reachable();
  }

  say() {
    this.readout.textContent = this.remark ? `${this.remark} ${this.sentence}` : this.sentence;
  }

  /** Take a state that the kernel has set, unless it is the echo of the own one. */
  follow(state) {
    if (this.sameAs(state)) return;
    this.state = state;
    this.remark = "";
    this.showControls();
    if (this.data.known.length) this.show(this.nearest({}));
  }

  leave() {
    this.player?.stop();
    clearTimeout(this.timer);
    this.watcher.disconnect();
    return this.sameAs(this.start) ? null : this.state;
  }
}

/** Build an explorer in an element of a page, without a kernel. */
export function show(root, data) {
  return new Explorer(root, data, null);
}

// A cell that runs again gets a new widget in the place of the old one; what was set there is handed on here.
const handedOn = () => (window.rnnCourseHandedOn ??= new Map());

function render({ model, el }) {
  const data = model.get("data");
  const key = JSON.stringify([data.title, data.controls]);
  const kernel = {
    state: () => model.get("state"),
    view: () => model.get("view"),
    ask: (state) => {
      model.set("state", state);
      model.save_changes();
    },
  };
  const explorer = new Explorer(element("div", {}), data, kernel);
  el.append(explorer.root);
  // What is known was shown at once; by the time the kernel answers, the next may have been.
  const onView = () => data.known.length || explorer.show(model.get("view"));
  const onState = () => explorer.follow(model.get("state"));
  model.on("change:view", onView);
  model.on("change:state", onState);
  if (handedOn().has(key)) explorer.go(handedOn().get(key));
  handedOn().delete(key);
  return () => {
    model.off("change:view", onView);
    model.off("change:state", onState);
    const left = explorer.leave();
    if (left) handedOn().set(key, left);
  };
}

export default { render };
