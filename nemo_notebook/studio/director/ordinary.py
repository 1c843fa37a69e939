"""Ordinary English words that are one slip away from a word of the lexicon, and are meant."""

from __future__ import annotations

from typing import Final

ORDINARY: Final = frozenset(
    """
    about above across after atmosphere again against alive alone along amending among angles angry
    appended appending arch archs around audience aunt autumn avoids baby band banded bands
    bank bark bath beach beam bear beautiful becoming bed before behind below beneath beside
    beta between beyond binding binds birthday bits black blank blend block blocking bloom
    board boat bomb book boom both bounding brain brand breaking bridge bright broom brother
    busy came cancels card cards castle caution cautious censored centers chaining chair
    chances channels choosing church clean cleaning clears click clipping clock cloning
    closest closures coach coast coat coffee cold coloring complete completed completes
    contract contracts contrary cook cool corner counted counters counting cousin crashing
    crazy cream creating creep daddy dark daughter dawn dead deals dealt dear death
    dedicated deep degenerate delegate delegated delegates delegating deletion deletions
    denoting depended depending depths descendant descent desert detected detecting dilation
    dinner dirty doom door drain dream drops dry duplicate during dusk early earth ease easy
    edge edit eight encoding endings envy evening every exceeded exceeding except excluded
    excludes expanded expanding failing fair fairly farm fat fear feeds field fields fight
    files filling filtered fired flat flatten flattened flattening flattens flight floor
    flow flower fly folks food fore forest forge fork form formats forwarded fourth free
    freed freeing fresh friend friends fruit funny gain gains garden gear gloom goat good
    gradient grainy grand grandma grandpa granny granting gravy great greeting groom guard
    hand hands handy happy hard headers headings hear heard heart heavy height here highs
    hill hints holiday hook horses hot hours house indefinite infinitely infinities infinity
    inside intended intensity intensive intro island ivy keep kills kinds king knight lady
    laid lake lamp land large lark late later latest lazy least lengths letter light lighting likes
    listening listing little load locating look loom loose loses lost lovely lower lunch
    maid mail main maker marginal mark math matter menus midnight might minima modes month
    mood moon morning moth mountain mouse mouth mower navy near new night noon norm normally
    north nose note ocean offs old omits omitting ones originally outs outside overlap
    overlaps overload paid pain paint panda pane pant pants park paste patching path peach
    pear peep peer pen picks pin pint place places plain plan plane planned planning plans
    plant plate point polling pond poor pops possibly posts power pre pretty previously
    profiles pun pushd quick quiet quit quite raid rail rained rates ratios read ready reals
    redo refining regularly relating remaining remotes removals resolve resolved resolves
    resolving retaining revealed reverted reverts rich rights ring river road rock roof room
    rotation rough round rounding rower ruined sad said sail sake sand scaled scales
    scanning scare scene scent scoped scopes score scores scream seeded seeding seeds shaped
    shapes sharing shark sharp sheep shell ship shipped shop shore short shortest shower
    sided sides sight sing sister situation skate ski sky slate sleep sling slower small
    smallest smooth snail snapshot soft song soon sort sorts south space spanned spanning
    spark sparsely spawning speak spend spending spice spinner spoke spoon spring square
    squares squashed stacking stage staging stair stairs stand star stare stark stars start
    state stated stating statuses steam steep step stone stop stopped stopping stops store
    stores storey story stray stream street string strip stripped stripping strips strong
    styled styles suit summer sunrise sunset swallow swim swing table tail taken takes tale
    tall tame tank tap tape team tear teeth thank there thick thin thing think three throat
    tick tie ties tiger tile tiles tilt timed timer timers timing tin tint tiny tip tired
    titan title took tool top touching tower traced tracing tracker trail trailing train
    training tree tricked tried trip tripping tuned tuning uncle unrelated unwrapped valley
    versioned village waiter wall warm water wavy ways wear wedding weight were wet where
    wider width wind window wing winter wood word yard year young zone zoo
    thirsty sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth
    sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth fiftieth
    beast beasts billion billions drown drowning feast feasts fist fists flats hears horizons mine
    munch
    """.split()  # noqa: SIM905  a list of words is read, and mended, as text
)
