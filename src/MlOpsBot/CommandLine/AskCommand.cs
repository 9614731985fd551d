using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using MlOpsBot.Answers;
using MlOpsBot.Questions;
using MlOpsBot.Wire;

namespace MlOpsBot.CommandLine;

/// <summary><c>ask "question"</c>: one answer, or with <c>--file</c> one a line.</summary>
public static class AskCommand
{
    private const string StandardInput = "-";

    /// <summary>The command.</summary>
    public static Command Create(GlobalOptions global, Surroundings surroundings)
    {
        var question = new Argument<string[]>("question")
        {
            Description = "What to ask; quotation marks are not needed.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var file = new Option<string?>("--file")
        {
            Description = "Ask every line {\"id\",\"q\"} of a file, in order; '-' reads standard input.",
            HelpName = "questions.jsonl",
        };
        var json = new Option<bool>("--json") { Description = "One line of JSON an answer, for other programs." };
        var explain = new Option<bool>("--explain") { Description = "Tell how the answer came about." };
        var command = new Command("ask", "Answers a question.") { question, file, json, explain };
        command.SetAction(parsed =>
        {
            var text = string.Join(' ', parsed.GetValue(question) ?? []);
            var path = parsed.GetValue(file);
            if (string.IsNullOrWhiteSpace(text) == path is null)
            {
                surroundings.Error.WriteLine("Give either a question or --file questions.jsonl: mlopsbot ask \"who owns model monitoring?\"");
                return ExitCode.WrongUse;
            }

            if (LoadedKnowledge.OpenAnswerer(global.Of(parsed, surroundings), surroundings) is not { } answerer)
            {
                return ExitCode.WrongUse;
            }

            var asking = new Asking(answerer, surroundings, parsed.GetValue(json), parsed.GetValue(explain));
            return path is null ? asking.One(null, text) : asking.File(path);
        });
        return command;
    }

    private sealed class Asking(Answerer answerer, Surroundings surroundings, bool json, bool explain)
    {
        private readonly TerminalAnswer? _terminal = json ? null : new TerminalAnswer(surroundings);
        private ConversationContext? _context;

        public int One(string? id, string text, bool goesOn = false)
        {
            var question = new Question(text, surroundings.Today, goesOn ? _context : null);
            var start = Stopwatch.GetTimestamp();
            var answer = answerer.Ask(question);
            var took = Stopwatch.GetElapsedTime(start);
            _context = Answerer.ContextAfter(answer, question.Context) ?? question.Context;
            var explanation = explain ? answerer.Explain(question).Explanation : null;
            if (json)
            {
                var document = AnswerDocument.Contract(id, text, answer, took) with { Explanation = explanation };
                surroundings.Output.WriteLine(JsonSerializer.Serialize(document, BotJson.Lines.AnswerDocument));
            }
            else
            {
                _terminal!.Write(answer, explanation, took);
            }

            return ExitCode.Fine;
        }

        public int File(string path)
        {
            try
            {
                if (path == StandardInput)
                {
                    return Lines(surroundings.Input, "standard input");
                }

                using var reader = new StreamReader(Path.GetFullPath(path, surroundings.WorkingDirectory));
                return Lines(reader, path);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                surroundings.Error.WriteLine($"{path} cannot be read: {exception.Message}");
                return ExitCode.WrongUse;
            }
        }

        // A line that cannot be read keeps its place among the answers, so that whoever counts lines does not lose step.
        private int Lines(TextReader reader, string name)
        {
            var faults = new List<string>();
            foreach (var (question, fault) in QuestionReader.Read(reader))
            {
                if (question is not null)
                {
                    Headline(question);
                    One(question.Id, question.Text, question.GoesOn);
                    continue;
                }

                var message = $"{name}: {fault}";
                faults.Add(message);
                surroundings.Output.WriteLine(
                    json ? JsonSerializer.Serialize(new FaultDocument(message), BotJson.Lines.FaultDocument) : message);
            }

            if (faults.Count == 0)
            {
                return ExitCode.Fine;
            }

            surroundings.Error.WriteLine(
                faults.Count == 1 ? faults[0] : $"{faults[0]} ({faults.Count - 1} more of {name} could not be read either.)");
            return ExitCode.WrongUse;
        }

        private void Headline(QuestionLine question)
        {
            if (!json)
            {
                surroundings.Output.WriteLine($"> {question.Text}");
            }
        }
    }
}
