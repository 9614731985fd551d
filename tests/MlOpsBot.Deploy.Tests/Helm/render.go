// Renders a chart as `helm template` does: Go's own template engine, sprig's functions without those that read the
// machine, and what helm adds to them. No lookups, no subcharts.
//
//	render CHART [-f VALUES]… [--name RELEASE] [--namespace NAMESPACE] [--notes] [--values]
//
// Prints the documents with the template that each came from; --notes prints NOTES.txt, --values the merged values as JSON.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"sort"
	"strings"
	"text/template"

	"github.com/Masterminds/sprig"
	"sigs.k8s.io/yaml"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

type arguments struct {
	chart, name, namespace string
	files                  []string
	notes, values          bool
}

func read(args []string) (arguments, error) {
	given := arguments{name: "release-name", namespace: "default"}
	for i := 0; i < len(args); i++ {
		next := func() string {
			if i+1 < len(args) {
				i++
				return args[i]
			}
			return ""
		}
		switch args[i] {
		case "-f":
			given.files = append(given.files, next())
		case "--name":
			given.name = next()
		case "--namespace":
			given.namespace = next()
		case "--notes":
			given.notes = true
		case "--values":
			given.values = true
		default:
			given.chart = args[i]
		}
	}
	if given.chart == "" {
		return given, errors.New("name a chart")
	}
	return given, nil
}

func run(args []string) error {
	given, err := read(args)
	if err != nil {
		return err
	}
	chart, err := load(filepath.Join(given.chart, "Chart.yaml"))
	if err != nil {
		return err
	}
	values, err := load(filepath.Join(given.chart, "values.yaml"))
	if err != nil {
		return err
	}
	for _, file := range given.files {
		over, err := load(file)
		if err != nil {
			return err
		}
		values = merged(values, over)
	}
	if given.values {
		return json.NewEncoder(os.Stdout).Encode(values)
	}

	templates := template.New("chart").Option("missingkey=zero")
	templates.Funcs(functions(templates))
	names, err := parse(templates, given.chart, chart["name"].(string))
	if err != nil {
		return err
	}
	data := map[string]interface{}{
		"Values": values,
		"Chart":  capitalized(chart),
		"Release": map[string]interface{}{
			"Name": given.name, "Namespace": given.namespace, "Service": "Helm", "IsInstall": true, "IsUpgrade": false, "Revision": 1,
		},
		"Capabilities": map[string]interface{}{"KubeVersion": map[string]interface{}{"Version": "v1.30.0", "Major": "1", "Minor": "30"}},
	}
	var all strings.Builder
	for _, name := range names {
		isNotes := path.Base(name) == "NOTES.txt"
		if isNotes != given.notes {
			continue
		}
		data["Template"] = map[string]interface{}{"Name": name, "BasePath": path.Dir(name)}
		var text bytes.Buffer
		if err := templates.ExecuteTemplate(&text, name, data); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if rendered := strings.ReplaceAll(text.String(), "<no value>", ""); strings.TrimSpace(rendered) != "" {
			if !isNotes {
				fmt.Fprintf(&all, "---\n# Source: %s\n", name)
			}
			fmt.Fprintln(&all, strings.TrimSpace(rendered))
		}
	}
	fmt.Print(all.String())
	return nil
}

func load(file string) (map[string]interface{}, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	content := map[string]interface{}{}
	if err := yaml.UnmarshalStrict(text, &content); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return content, nil
}

// Maps are merged, anything else is replaced, and null takes a key away.
func merged(under, over map[string]interface{}) map[string]interface{} {
	for key, value := range over {
		inner, isMap := value.(map[string]interface{})
		below, wasMap := under[key].(map[string]interface{})
		switch {
		case value == nil:
			delete(under, key)
		case isMap && wasMap:
			under[key] = merged(below, inner)
		default:
			under[key] = value
		}
	}
	return under
}

// Templates see Chart's fields as a Go structure has them: .Chart.AppVersion.
func capitalized(chart map[string]interface{}) map[string]interface{} {
	fields := map[string]interface{}{}
	for key, value := range chart {
		fields[strings.ToUpper(key[:1])+key[1:]] = value
	}
	return fields
}

func parse(templates *template.Template, chart, name string) ([]string, error) {
	var names []string
	err := filepath.Walk(filepath.Join(chart, "templates"), func(file string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			return err
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		inside, err := filepath.Rel(chart, file)
		if err != nil {
			return err
		}
		full := path.Join(name, filepath.ToSlash(inside))
		if !strings.HasPrefix(path.Base(full), "_") {
			names = append(names, full)
		}
		_, err = templates.New(full).Parse(string(text))
		return err
	})
	sort.Strings(names)
	return names, err
}

func functions(templates *template.Template) template.FuncMap {
	all := sprig.TxtFuncMap()
	delete(all, "env")
	delete(all, "expandenv")
	all["toYaml"] = func(value interface{}) string {
		text, err := yaml.Marshal(value)
		if err != nil {
			return ""
		}
		return strings.TrimSuffix(string(text), "\n")
	}
	all["fromYaml"] = func(text string) map[string]interface{} {
		content := map[string]interface{}{}
		if err := yaml.Unmarshal([]byte(text), &content); err != nil {
			content["Error"] = err.Error()
		}
		return content
	}
	all["include"] = func(name string, data interface{}) (string, error) {
		var text strings.Builder
		err := templates.ExecuteTemplate(&text, name, data)
		return text.String(), err
	}
	all["tpl"] = func(text string, data interface{}) (string, error) {
		clone, err := templates.Clone()
		if err != nil {
			return "", err
		}
		parsed, err := clone.New("tpl").Parse(text)
		if err != nil {
			return "", err
		}
		var result strings.Builder
		err = parsed.Execute(&result, data)
		return result.String(), err
	}
	all["required"] = func(message string, value interface{}) (interface{}, error) {
		if text, isText := value.(string); value == nil || (isText && text == "") {
			return value, errors.New(message)
		}
		return value, nil
	}
	all["fail"] = func(message string) (string, error) { return "", errors.New(message) }
	all["lookup"] = func(_, _, _, _ string) (map[string]interface{}, error) { return map[string]interface{}{}, nil }
	return all
}
