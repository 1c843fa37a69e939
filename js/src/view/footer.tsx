import type { Balance } from "../model";
import type { Store } from "../store";
import type { Words } from "../words";

/** Who answers, and what that may still cost. */
export function Footer({ store, words }: { store: Store; words: Words }) {
  const { backend, balance, current } = store.snapshot;
  if (!backend) return null;
  return (
    <footer class="nemo-footer">
      <span class="nemo-backend" data-live={current !== null}>
        {backend}
      </span>
      {balance && <span class="nemo-balance">{balanceSays(balance, words)}</span>}
    </footer>
  );
}

function balanceSays({ costs, available, frozen }: Balance, words: Words): string {
  if (!costs) return words.free;
  if (available === null) return words.unknownBalance;
  return words.credits(available, frozen);
}
