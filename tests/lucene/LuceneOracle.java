import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.pattern.PatternReplaceCharFilter;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.ByteBuffersDirectory;

/**
 * What Lucene makes of the cards and of some questions, a record a line, its kind first, fields divided by tabs:
 *
 * <pre>
 * D text          a card, with \n, \t and \\ escaped
 * W words         its words before stemming, and
 * S stems         after it
 * Q question      a question
 * H card score    one of its best hits, by BM25 with k1 1.2 and b 0.75; the card's number from 0
 * B text  words   a text made at random, and the words between its boundaries
 * </pre>
 */
public final class LuceneOracle {
    private static final int HITS = 20;
    private static final int RANDOM_TEXTS = 4000;

    // The places at which words are divided beyond Unicode's rules; see the remarks on Analyzer.
    private static final Pattern DIVIDERS = Pattern.compile("[:_]|(?<=\\p{L}\\p{L})\\.(?=\\p{L}\\p{L})");

    // After a Hebrew letter Lucene's grammar departs from the annex: it goes on over a quote that ends a word (rule WB7a).
    private static final Pattern HEBREW_QUOTE = Pattern.compile("[אב][\u0301\u200D\u00AD\u05B0]*['\"]");

    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(System.out, false, "UTF-8");
        Analyzer words = analyzer(false);
        Analyzer stems = analyzer(true);
        List<String> cards = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of(arguments[0]))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".md")).sorted().collect(Collectors.toList())) {
                cards.add(Files.readString(file, StandardCharsets.UTF_8));
            }
        }

        for (String card : cards) {
            out.println("D\t" + card.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t"));
            out.println("W\t" + String.join(" ", tokens(words, card)));
            out.println("S\t" + String.join(" ", tokens(stems, card)));
        }

        score(cards, stems, Files.readAllLines(Path.of(arguments[1]), StandardCharsets.UTF_8), out);
        cutRandomTexts(out);
        out.flush();
    }

    private static Analyzer analyzer(boolean stemmed) {
        return new Analyzer() {
            @Override
            protected TokenStreamComponents createComponents(String field) {
                Tokenizer tokenizer = new StandardTokenizer();
                TokenStream tokens = new EnglishPossessiveFilter(tokenizer);
                tokens = new ASCIIFoldingFilter(new LowerCaseFilter(tokens));
                return new TokenStreamComponents(tokenizer, stemmed ? new SnowballFilter(tokens, "English") : tokens);
            }

            @Override
            protected Reader initReader(String field, Reader reader) {
                return new PatternReplaceCharFilter(DIVIDERS, " ", reader);
            }
        };
    }

    private static List<String> tokens(Analyzer analyzer, String text) throws IOException {
        try (TokenStream stream = analyzer.tokenStream("text", text)) {
            return read(stream);
        }
    }

    private static List<String> read(TokenStream stream) throws IOException {
        List<String> tokens = new ArrayList<>();
        CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
        stream.reset();
        while (stream.incrementToken()) {
            tokens.add(term.toString());
        }

        stream.end();
        return tokens;
    }

    private static void score(List<String> cards, Analyzer analyzer, List<String> questions, PrintStream out) throws IOException {
        ByteBuffersDirectory directory = new ByteBuffersDirectory();
        BM25Similarity similarity = new BM25Similarity(1.2f, 0.75f);
        try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(analyzer).setSimilarity(similarity))) {
            for (String card : cards) {
                Document document = new Document();
                document.add(new TextField("text", card, Field.Store.NO));
                writer.addDocument(document);
            }

            writer.forceMerge(1);
        }

        try (DirectoryReader reader = DirectoryReader.open(directory)) {
            IndexSearcher searcher = new IndexSearcher(reader);
            searcher.setSimilarity(similarity);
            for (String question : questions) {
                BooleanQuery.Builder query = new BooleanQuery.Builder();
                for (String token : tokens(analyzer, question)) {
                    query.add(new TermQuery(new Term("text", token)), BooleanClause.Occur.SHOULD);
                }

                out.println("Q\t" + question);
                for (ScoreDoc hit : searcher.search(query.build(), HITS).scoreDocs) {
                    out.println("H\t" + hit.doc + "\t" + hit.score);
                }
            }
        }
    }

    /** Every kind of character that word boundaries know, strung together at random; no emoji, which are no words to the bot. */
    private static void cutRandomTexts(PrintStream out) throws IOException {
        String[] pieces = {
            "a", "B", "z", "é", "ж", "1", "9", "٣", "'", "’", ".", ",", ";", ":", "·", "_", "‿", "\"", "-", " ", "/",
            "א", "ב", "ア", "ー", "한", "\u0301", "\u200D", "\u00AD", "\u05B0", "&", "\uD835\uDC00"};
        Random random = new Random(29);
        for (int i = 0; i < RANDOM_TEXTS; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = 1 + random.nextInt(14); length > 0; length--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }

            if (HEBREW_QUOTE.matcher(text).find()) {
                continue;
            }

            try (StandardTokenizer tokenizer = new StandardTokenizer()) {
                tokenizer.setReader(new StringReader(text.toString()));
                out.println("B\t" + text + "\t" + String.join("\u001F", read(tokenizer)));
            }
        }
    }
}
