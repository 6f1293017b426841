// Command kubernetes judges objects as a Kubernetes API server does, with that server's own code.
//
// Each line of its input is a Request, each line of its output the Answer to it, both JSON. It ends with
// the input. A line that is no request ends it with exit code 1 and a message: whoever writes to it is
// at fault, and nothing that a definition or an object says can be the cause.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"k8s.io/apimachinery/pkg/util/validation/field"
)

// Request asks about one definition and about objects of it.
type Request struct {
	// Definition is a CustomResourceDefinition of apiextensions.k8s.io/v1.
	Definition json.RawMessage `json:"definition"`
	// Server is the minor of the 1.x server that takes the definition as a new one. Zero is the newest
	// that this code knows.
	Server uint `json:"server"`
	// Objects are of the stored version.
	Objects []Change `json:"objects"`
}

// Change is an object that is created or, with an old one, updated.
type Change struct {
	Object json.RawMessage `json:"object"`
	Old    json.RawMessage `json:"old"`
}

// Answer says what the server makes of a request.
type Answer struct {
	// Problems are why the server refuses the definition. There are no verdicts then.
	Problems []Problem `json:"problems"`
	// Rules are the validations of the stored version.
	Rules []Rule `json:"rules"`
	// Verdicts are in the order of the objects.
	Verdicts []Verdict `json:"verdicts"`
}

// Problem is one reason of a refusal.
type Problem struct {
	// Type is a field.ErrorType, such as FieldValueInvalid.
	Type string `json:"type"`
	// Field is a path as the server writes it: spec.lines[2].count.
	Field string `json:"field"`
	// Detail is what was found wrong; of a rule its message, as it stands in the definition.
	Detail string `json:"detail"`
	// Text is all that the server says of it, but for the path.
	Text string `json:"text"`
}

// Rule is one x-kubernetes-validations entry.
type Rule struct {
	// Pointer is a JSON pointer into the schema.
	Pointer string `json:"pointer"`
	// Estimate is the cost that the server counts for one evaluation, in the worst case.
	Estimate uint64 `json:"estimate"`
}

// Verdict is empty of problems if the server takes the object.
type Verdict struct {
	// Problems are what the definition refuses.
	Problems []Problem `json:"problems"`
	// Metadata are what the server refuses of every kind of object: names, above all.
	Metadata []Problem `json:"metadata"`
	// Old is why the old object can never have been stored; empty if it can.
	Old string `json:"old"`
	// Cost is what evaluating all rules cost, in CEL's units; zero where it did not come to that.
	Cost int64 `json:"cost"`
}

func main() {
	if err := serve(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serve(in io.Reader, out io.Writer) error {
	lines := bufio.NewReaderSize(in, 1<<20)
	for number := 1; ; number++ {
		line, err := lines.ReadBytes('\n')
		if len(line) > 1 {
			answer, err := answerLine(line)
			if err != nil {
				return fmt.Errorf("line %d: %w", number, err)
			}
			if _, err := out.Write(append(answer, '\n')); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func answerLine(line []byte) ([]byte, error) {
	var request Request
	if err := json.Unmarshal(line, &request); err != nil {
		return nil, err
	}
	answer, err := judge(request)
	if err != nil {
		return nil, err
	}
	return json.Marshal(answer)
}

func judge(request Request) (Answer, error) {
	answer := Answer{Problems: []Problem{}, Rules: []Rule{}, Verdicts: []Verdict{}}
	if err := setServer(request.Server); err != nil {
		return answer, err
	}
	definition, problems := readDefinition(request.Definition)
	if len(problems) > 0 {
		answer.Problems = problemsOf(problems)
		return answer, nil
	}
	resource, err := newResource(definition)
	if err != nil {
		return answer, err
	}
	if answer.Rules, err = estimates(resource.schema); err != nil {
		return answer, err
	}
	for _, change := range request.Objects {
		answer.Verdicts = append(answer.Verdicts, resource.judge(change))
	}
	return answer, nil
}

func problemsOf(errs field.ErrorList) []Problem {
	problems := []Problem{}
	for _, err := range errs {
		problems = append(problems, Problem{
			Type: string(err.Type), Field: err.Field, Detail: err.Detail, Text: err.ErrorBody(),
		})
	}
	return problems
}
