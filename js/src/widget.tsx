import "./widget.css";
import { render as draw } from "preact";
export default () => ({ render({ el }: { el: HTMLElement }) { draw(<div class="nemo" />, el); } });
