package voxcrate.engine.testing;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import voxcrate.json.Json;

/// The part of JSON Schema (draft 2020-12) that our published schemas use. A keyword that is not
/// known here fails, so that no rule goes unchecked.
public final class JsonSchema {
  private static final Set<String> DESCRIPTIVE = Set.of("$schema", "title", "description", "$defs");

  private final Json.Obj root;
  private final List<String> findings = new ArrayList<>();

  private JsonSchema(Json.Obj root) {
    this.root = root;
  }

  /// What in a document is against the schema, by place.
  public static List<String> findings(Json.Obj schema, Json document) {
    var check = new JsonSchema(schema);
    check.check(schema, document, "");
    return check.findings;
  }

  private void check(Json.Obj schema, Json value, String place) {
    for (var rule : schema.members().entrySet()) {
      if (!DESCRIPTIVE.contains(rule.getKey())
          && !holds(rule.getKey(), rule.getValue(), schema, value, place)) {
        findings.add(place + ": " + rule.getKey() + " " + value);
      }
    }
  }

  private boolean holds(String rule, Json stated, Json.Obj schema, Json value, String place) {
    return switch (rule) {
      case "$ref" -> {
        var name = ((Json.Str) stated).value().replace("#/$defs/", "");
        check(root.object("$defs").object(name), value, place);
        yield true;
      }
      case "type" -> isOf(((Json.Str) stated).value(), value);
      case "const" -> value.equals(stated);
      case "enum" -> ((Json.Arr) stated).items().contains(value);
      case "pattern" ->
          value instanceof Json.Str(var text)
              && Pattern.compile(((Json.Str) stated).value()).matcher(text).find();
      case "minimum" -> number(value).compareTo(number(stated)) >= 0;
      case "maximum" -> number(value).compareTo(number(stated)) <= 0;
      case "required" ->
          ((Json.Arr) stated)
              .items().stream()
                  .allMatch(
                      name -> ((Json.Obj) value).members().containsKey(((Json.Str) name).value()));
      case "items" -> {
        var items = ((Json.Arr) value).items();
        for (int i = 0; i < items.size(); i++) {
          check((Json.Obj) stated, items.get(i), place + "/" + i);
        }
        yield true;
      }
      case "properties" -> {
        ((Json.Obj) stated)
            .members()
            .forEach(
                (name, property) -> {
                  var member = ((Json.Obj) value).members().get(name);
                  if (member != null) {
                    check((Json.Obj) property, member, place + "/" + name);
                  }
                });
        yield true;
      }
      case "additionalProperties" -> others(schema, stated, (Json.Obj) value, place);
      default -> throw new IllegalArgumentException("keyword " + rule);
    };
  }

  private boolean others(Json.Obj schema, Json stated, Json.Obj value, String place) {
    var known =
        schema
            .find("properties")
            .map(rules -> ((Json.Obj) rules).members().keySet())
            .orElse(Set.of());
    for (var member : value.members().entrySet()) {
      if (!known.contains(member.getKey())) {
        if (!(stated instanceof Json.Obj rule)) {
          return false;
        }
        check(rule, member.getValue(), place + "/" + member.getKey());
      }
    }
    return true;
  }

  private static boolean isOf(String type, Json value) {
    return switch (type) {
      case "object" -> value instanceof Json.Obj;
      case "array" -> value instanceof Json.Arr;
      case "string" -> value instanceof Json.Str;
      case "number" -> value instanceof Json.Num;
      case "integer" ->
          value instanceof Json.Num(var number) && number.stripTrailingZeros().scale() <= 0;
      default -> throw new IllegalArgumentException("type " + type);
    };
  }

  private static BigDecimal number(Json value) {
    return ((Json.Num) value).value();
  }
}
