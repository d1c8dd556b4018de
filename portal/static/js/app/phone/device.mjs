/** Changes what this phone knows of itself: who marks on it. */

/** @typedef {import("../../outbox/types.mjs").Device} Device */

/** @param {import("../state.mjs").Phone} phone @param {(device: Device) => Device} change */
export async function changeDevice(phone, change) {
  await phone.store.run(["meta"], "readwrite", async (tx) => {
    tx.put("meta", change(await tx.get("meta", "device")), "device");
  });
  await phone.reload();
}

/** The person leaves; what they did stays, and is sent under their name. @param {Device} device @returns {Device} */
export function signOut(device) {
  const people = device.people.map((person) =>
    person.id === device.actor ? { ...person, signed_out: true } : person,
  );
  const next = people.find((person) => !person.signed_out);
  return { ...device, people, actor: next?.id ?? null };
}
