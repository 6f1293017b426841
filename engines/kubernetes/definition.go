package main

import (
	"context"
	"encoding/json"
	"errors"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	definitionvalidation "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/apimachinery/pkg/util/version"
	"k8s.io/apiserver/pkg/util/compatibility"
	basecompatibility "k8s.io/component-base/compatibility"
)

var newestCompatibility = compatibility.DefaultBuildEffectiveVersion().MinCompatibilityVersion()

// setServer chooses whose expressions are known. A server compiles new ones with what the minor before
// it has as well, so that it can be taken back.
func setServer(minor uint) error {
	effective := compatibility.DefaultComponentGlobalsRegistry.EffectiveVersionFor(basecompatibility.DefaultKubeComponent)
	mutable, ok := effective.(basecompatibility.MutableEffectiveVersion)
	if !ok {
		return errors.New("the version of the server cannot be chosen")
	}
	before := newestCompatibility
	if minor > 0 {
		before = version.MajorMinor(1, minor-1)
	}
	mutable.SetMinCompatibilityVersion(before)
	return nil
}

// readDefinition gives a definition as the server stores it, or why the server refuses it.
func readDefinition(text []byte) (*apiextensionsv1.CustomResourceDefinition, field.ErrorList) {
	var definition apiextensionsv1.CustomResourceDefinition
	if err := json.Unmarshal(text, &definition); err != nil {
		return nil, field.ErrorList{field.Invalid(nil, nil, err.Error())}
	}
	apiextensionsv1.SetDefaults_CustomResourceDefinition(&definition)
	apiextensionsv1.SetDefaults_CustomResourceDefinitionSpec(&definition.Spec)
	definition.Status.StoredVersions = nil
	for _, served := range definition.Spec.Versions {
		if served.Storage {
			definition.Status.StoredVersions = append(definition.Status.StoredVersions, served.Name)
		}
	}
	var internal apiextensions.CustomResourceDefinition
	if err := apiextensionsv1.Convert_v1_CustomResourceDefinition_To_apiextensions_CustomResourceDefinition(&definition, &internal, nil); err != nil {
		return nil, field.ErrorList{field.Invalid(nil, nil, err.Error())}
	}
	return &definition, definitionvalidation.ValidateCustomResourceDefinition(context.Background(), &internal)
}
