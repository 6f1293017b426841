package main

import (
	"context"
	"errors"
	"fmt"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel/model"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/listtype"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	metavalidation "k8s.io/apimachinery/pkg/api/validation"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	utiljson "k8s.io/apimachinery/pkg/util/json"
	"k8s.io/apimachinery/pkg/util/validation/field"
	celconfig "k8s.io/apiserver/pkg/apis/cel"
	"k8s.io/apiserver/pkg/cel/common"
)

// resource is the stored version of a definition, ready to judge objects.
type resource struct {
	apiVersion, kind string
	namespaced       bool
	schema           *structuralschema.Structural
	schemaValidator  validation.SchemaValidator
	// celValidator is nil without rules.
	celValidator *cel.Validator
}

// newResource prepares a definition that the server accepts.
func newResource(definition *apiextensionsv1.CustomResourceDefinition) (*resource, error) {
	for _, stored := range definition.Spec.Versions {
		if !stored.Storage {
			continue
		}
		var internal apiextensions.CustomResourceValidation
		if err := apiextensionsv1.Convert_v1_CustomResourceValidation_To_apiextensions_CustomResourceValidation(stored.Schema, &internal, nil); err != nil {
			return nil, err
		}
		schema, err := structuralschema.NewStructural(internal.OpenAPIV3Schema)
		if err != nil {
			return nil, err
		}
		if err := defaulting.PruneDefaults(schema); err != nil {
			return nil, err
		}
		schemaValidator, _, err := validation.NewSchemaValidator(internal.OpenAPIV3Schema)
		if err != nil {
			return nil, err
		}
		return &resource{
			apiVersion:      definition.Spec.Group + "/" + stored.Name,
			kind:            definition.Spec.Names.Kind,
			namespaced:      definition.Spec.Scope == apiextensionsv1.NamespaceScoped,
			schema:          schema,
			schemaValidator: schemaValidator,
			celValidator:    cel.NewValidator(schema, true, celconfig.PerCallLimit),
		}, nil
	}
	return nil, errors.New("no version is stored")
}

// judge gives what the server objects to, and what evaluating the rules cost.
func (r *resource) judge(change Change) Verdict {
	object, err := r.decode(change.Object)
	if err != nil {
		return verdict(nil, field.ErrorList{field.Invalid(nil, nil, err.Error())}, 0)
	}
	if len(change.Old) == 0 || string(change.Old) == "null" {
		return r.create(object)
	}
	old, err := r.decode(change.Old)
	if err != nil {
		return Verdict{Problems: []Problem{}, Metadata: []Problem{}, Old: err.Error()}
	}
	return r.update(object, old)
}

func verdict(metadata, problems field.ErrorList, cost int64) Verdict {
	return Verdict{Problems: problemsOf(problems), Metadata: problemsOf(metadata), Cost: cost}
}

// decode reads an object as the server does before anything judges it: what the schema does not know is
// dropped, so are nulls where none may be, and defaults are filled in.
func (r *resource) decode(text []byte) (*unstructured.Unstructured, error) {
	var content map[string]interface{}
	if err := utiljson.Unmarshal(text, &content); err != nil {
		return nil, err
	}
	object := &unstructured.Unstructured{Object: content}
	if object.GetAPIVersion() != r.apiVersion || object.GetKind() != r.kind {
		return nil, fmt.Errorf("must be of %s, kind %s", r.apiVersion, r.kind)
	}
	meta, hasMeta, err := objectmeta.GetObjectMeta(content, false)
	if err != nil {
		return nil, err
	}
	pruning.Prune(content, r.schema, true)
	defaulting.PruneNonNullableNullsWithoutDefaults(content, r.schema)
	if err := objectmeta.Coerce(nil, content, r.schema, false, false); err != nil {
		return nil, err
	}
	object.SetAPIVersion(r.apiVersion)
	object.SetKind(r.kind)
	if hasMeta {
		if err := objectmeta.SetObjectMeta(content, meta); err != nil {
			return nil, err
		}
	}
	defaulting.Default(content, r.schema)
	if r.namespaced && object.GetNamespace() == "" {
		object.SetNamespace("default")
	}
	return object, nil
}

// create follows Validate of k8s.io/apiextensions-apiserver/pkg/registry/customresource, but that the
// status is judged too: it is taken for what its own subresource would have written.
func (r *resource) create(object *unstructured.Unstructured) Verdict {
	metadata := metavalidation.ValidateObjectMetaAccessor(object, r.namespaced, metavalidation.NameIsDNSSubdomain, field.NewPath("metadata"))
	problems := validation.ValidateCustomResource(nil, object.Object, r.schemaValidator)
	problems = append(problems, objectmeta.Validate(nil, object.Object, r.schema, false)...)
	problems = append(problems, listtype.ValidateListSetsAndMaps(nil, r.schema, object.Object)...)
	return r.evaluate(metadata, problems, object, nil)
}

// update follows ValidateUpdate there: what was wrong before and is unchanged passes.
func (r *resource) update(object, old *unstructured.Unstructured) Verdict {
	// The server gives one to every object that it stores, and compares them.
	old.SetResourceVersion("1")
	object.SetResourceVersion("1")
	metadata := metavalidation.ValidateObjectMetaAccessorUpdate(object, old, field.NewPath("metadata"))
	unchanged := common.NewCorrelatedObject(object.Object, old.Object, &model.Structural{Structural: r.schema})
	problems := validation.ValidateCustomResourceUpdate(nil, object.Object, old.Object, r.schemaValidator, validation.WithRatcheting(unchanged))
	problems = append(problems, objectmeta.Validate(nil, object.Object, r.schema, false)...)
	if len(listtype.ValidateListSetsAndMaps(nil, r.schema, old.Object)) == 0 {
		problems = append(problems, listtype.ValidateListSetsAndMaps(nil, r.schema, object.Object)...)
	}
	return r.evaluate(metadata, problems, object, old.Object, cel.WithRatcheting(unchanged))
}

// evaluate runs the rules, unless something is so wrong that they cannot be run.
func (r *resource) evaluate(metadata, problems field.ErrorList, object *unstructured.Unstructured, old interface{}, options ...cel.Option) Verdict {
	if r.celValidator == nil || isBlocked(metadata) || isBlocked(problems) {
		return verdict(metadata, problems, 0)
	}
	budget := int64(celconfig.RuntimeCELCostBudget)
	broken, remaining := r.celValidator.Validate(context.Background(), nil, r.schema, object.Object, old, budget, options...)
	return verdict(metadata, append(problems, broken...), budget-remaining)
}

// isBlocked is true of what the server calls blocking errors.
func isBlocked(errs field.ErrorList) bool {
	for _, err := range errs {
		switch err.Type {
		case field.ErrorTypeNotSupported, field.ErrorTypeRequired, field.ErrorTypeTooLong, field.ErrorTypeTooMany, field.ErrorTypeTypeInvalid:
			return true
		}
	}
	return false
}
