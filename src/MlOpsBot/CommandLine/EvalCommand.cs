using System.CommandLine;
using System.Text.Json;
using MlOpsBot.Evaluation;
using MlOpsBot.Questions;
using MlOpsBot.Wire;

namespace MlOpsBot.CommandLine;

/// <summary><c>eval questions.jsonl …</c>: scores what is expected against what is given.</summary>
public static class EvalCommand
{
    /// <summary>The command.</summary>
    public static Command Create(GlobalOptions global, Surroundings surroundings)
    {
        var files = new Argument<string[]>("questions.jsonl")
        {
            Description = "Files of {\"id\",\"q\",\"expect\",\"kind\"}, one a line; a line without \"expect\" must be abstained from.",
            Arity = ArgumentArity.OneOrMore,
        };
        var minTop1 = Share("--min-top1", "Least share of on-topic questions whose first card is right; exit 1 below.");
        var minKind = Share("--min-kind", "The same for every single kind of on-topic question.");
        var minAbstain = Share("--min-abstain", "Least share of off-topic questions abstained from; exit 1 below.");
        var typos = new Option<int?>("--typos") { Description = "Also try one random typo in each of two longer words of every on-topic question.", HelpName = "SEED" };
        var maxTypoLoss = Share("--max-typo-loss", "Most that typos may cost, as a share of the on-topic questions; exit 1 above.");
        var json = new Option<bool>("--json") { Description = "The report as JSON." };
        var command = new Command("eval", "Scores expected answers against given ones.")
        {
            files, minTop1, minKind, minAbstain, typos, maxTypoLoss, json,
        };
        command.SetAction(parsed =>
        {
            var gates = new Gates(
                parsed.GetValue(minTop1), parsed.GetValue(minKind), parsed.GetValue(minAbstain), parsed.GetValue(maxTypoLoss));
            if (gates.TypoLoss is not null && parsed.GetValue(typos) is null)
            {
                surroundings.Error.WriteLine("--max-typo-loss needs --typos SEED.");
                return ExitCode.WrongUse;
            }

            if (ReadAll(parsed.GetValue(files)!, surroundings) is not { } questions
                || LoadedKnowledge.OpenAnswerer(global.Of(parsed, surroundings), surroundings) is not { } answerer)
            {
                return ExitCode.WrongUse;
            }

            var report = Evaluator.Run(answerer, questions, surroundings.Today, parsed.GetValue(typos));
            var verdicts = gates.Judge(report).ToList();
            if (parsed.GetValue(json))
            {
                surroundings.Output.WriteLine(JsonSerializer.Serialize(report, BotJson.Indented.EvaluationReport));
            }
            else
            {
                new TerminalReport(surroundings).Write(report);
            }

            foreach (var verdict in verdicts)
            {
                surroundings.Error.WriteLine(verdict);
            }

            return verdicts.Count == 0 ? ExitCode.Fine : ExitCode.Findings;
        });
        return command;
    }

    private static Option<double?> Share(string name, string description)
    {
        var option = new Option<double?>(name) { Description = description, HelpName = "0..1" };
        option.Validators.Add(result =>
        {
            // A value that is no number is reported by the parser itself.
            if (double.TryParse(result.Tokens.Count > 0 ? result.Tokens[0].Value : null, out var value) && value is not (>= 0 and <= 1))
            {
                result.AddError($"{name} is {value}; give a share from 0 to 1, such as 0.93.");
            }
        });
        return option;
    }

    private static List<QuestionLine>? ReadAll(string[] paths, Surroundings surroundings)
    {
        var questions = new List<QuestionLine>();
        foreach (var path in paths)
        {
            try
            {
                using var reader = new StreamReader(Path.GetFullPath(path, surroundings.WorkingDirectory));
                foreach (var (question, fault) in QuestionReader.Read(reader))
                {
                    if (question is null)
                    {
                        surroundings.Error.WriteLine($"{path}: {fault}");
                        return null;
                    }

                    questions.Add(question);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                surroundings.Error.WriteLine($"{path} cannot be read: {exception.Message}");
                return null;
            }
        }

        if (questions.Count == 0)
        {
            surroundings.Error.WriteLine($"{string.Join(", ", paths)}: no questions in there.");
            return null;
        }

        return questions;
    }
}
