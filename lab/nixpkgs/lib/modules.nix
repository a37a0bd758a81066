# A module system in the small: imports, mkIf and priorities, lists that add up,
# an error with NixOS's words for an option that does not exist or has two values.
let
  inherit (builtins) isAttrs isFunction isList isPath isString all any attrNames concatLists concatMap
    concatStringsSep elem filter foldl' head isBool length listToAttrs map toString;

  # load args m: the module m and all that it imports, as { file, config }
  load = args: file: m:
    if isPath m || isString m then load args (toString m) (import m)
    else if isFunction m then load args file (m args)
    else
      let
        plain = removeAttrs m [ "imports" "options" "config" "_file" "disabledModules" "meta" ];
        config = if m ? config then m.config else plain;
      in
      [{ inherit file config; }] ++ concatMap (load args file) (m.imports or [ ]);

  # discharge d: the definitions that are left of d, each with its priority
  discharge = d:
    let v = d.value; t = if isAttrs v then v._type or "" else ""; in
    if t == "if" then (if v.condition then discharge (d // { value = v.content; }) else [ ])
    else if t == "merge" then concatMap (value: discharge (d // { inherit value; })) v.contents
    else if t == "override" then map (x: x // { priority = v.priority; }) (discharge (d // { value = v.content; }))
    else [ ({ priority = 100; } // d) ];

  nested = v: isAttrs v && !(v ? type && v.type == "derivation") && !(v ? outPath);
  option = loc: concatStringsSep "." loc;

  merge = known: loc: given:
    let
      defs = concatMap discharge given;
      best = foldl' (a: d: if d.priority < a then d.priority else a) 9999 defs;
      chosen = filter (d: d.priority == best) defs;
      values = map (d: d.value) chosen;
      names = foldl' (seen: d: seen ++ filter (n: !(elem n seen)) (attrNames d.value)) [ ] chosen;
      below = n:
        if known == true || !(isAttrs known) then true
        else known.${n} or known."*" or (throw ''
          The option `${option (loc ++ [ n ])}' does not exist. Definition values:
          ${concatStringsSep "\n" (map (d: "- In `${d.file}'") (filter (d: d.value ? ${n}) chosen))}'');
    in
    if defs == [ ] then throw "The option `${option loc}' was accessed but has no value defined. Try setting the option."
    # a configuration of its own, whose priorities count where it is evaluated
    else if length loc == 3 && head loc == "specialisation" then head values
    else if all nested values then
      foldl' (r: n: builtins.seq (below n) r)
        (listToAttrs (map
          (n: {
            name = n;
            value = merge (below n) (loc ++ [ n ])
              (map (d: { inherit (d) file; value = d.value.${n}; }) (filter (d: d.value ? ${n}) chosen));
          })
          names))
        names
    else if all isList values then concatLists values
    else if length values == 1 || all (v: v == head values) values then head values
    else throw ''
      The option `${option loc}' has conflicting definition values:
      ${concatStringsSep "\n" (map (d: "- In `${d.file}'") chosen)}
      Use `lib.mkForce value` or `lib.mkDefault value` to change the priority on any of these definitions.'';
in
{ modules, args, known }:
merge known [ ] (map (m: { inherit (m) file; value = m.config; }) (concatMap (load args "<unknown-file>") modules))
