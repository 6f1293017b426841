package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel/model"
	celconfig "k8s.io/apiserver/pkg/apis/cel"
	apiservercel "k8s.io/apiserver/pkg/cel"
	"k8s.io/apiserver/pkg/cel/environment"
)

// estimates gives what the server counts for each rule of a schema that it accepted, from the root on.
func estimates(schema *structuralschema.Structural) ([]Rule, error) {
	rules := []Rule{}
	err := estimate(schema, model.SchemaDeclType(schema, true), "", &rules)
	return rules, err
}

func estimate(schema *structuralschema.Structural, declared *apiservercel.DeclType, at string, rules *[]Rule) error {
	if schema == nil || declared == nil {
		return nil
	}
	base := environment.MustBaseEnvSet(environment.DefaultCompatibilityVersion())
	compiled, err := cel.Compile(schema, declared, celconfig.PerCallLimit, base, cel.NewExpressionsEnvLoader())
	if err != nil {
		return fmt.Errorf("%s: %w", at, err)
	}
	for position, rule := range compiled {
		pointer := fmt.Sprintf("%s/x-kubernetes-validations/%d", at, position)
		*rules = append(*rules, Rule{Pointer: pointer, Estimate: rule.MaxCost})
	}
	for _, name := range slices.Sorted(maps.Keys(schema.Properties)) {
		escaped, ok := apiservercel.Escape(name)
		property, known := declared.Fields[escaped]
		if !ok || !known {
			continue
		}
		child := schema.Properties[name]
		if err := estimate(&child, property.Type, at+"/properties/"+pointerPart(name), rules); err != nil {
			return err
		}
	}
	if err := estimate(schema.Items, declared.ElemType, at+"/items", rules); err != nil {
		return err
	}
	if schema.AdditionalProperties == nil {
		return nil
	}
	return estimate(schema.AdditionalProperties.Structural, declared.ElemType, at+"/additionalProperties", rules)
}

func pointerPart(name string) string {
	return strings.ReplaceAll(strings.ReplaceAll(name, "~", "~0"), "/", "~1")
}
