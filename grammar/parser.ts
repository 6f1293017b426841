import {
  createDefaultCoreModule,
  createDefaultSharedCoreModule,
  EmptyFileSystem,
  inject,
  type LangiumCoreServices,
  type LangiumSharedCoreServices,
  type Module,
  type PartialLangiumCoreServices,
} from 'langium';
import { DomainGeneratedModule, DomainGeneratedSharedModule } from './generated/module.ts';
import { DomainLexer } from './lexer.ts';
import { createRecoveringParser } from './recovering-parser.ts';
import { SyntaxErrorMessages } from './syntax-messages.ts';
import { DomainTokenBuilder } from './token-builder.ts';

/**
 * What the language changes of Langium's core. The converter leaves every token as it was written:
 * build-pim.ts decodes texts and numbers, where it can say what is wrong with them and where.
 */
const domainModule: Module<LangiumCoreServices, PartialLangiumCoreServices> = {
  parser: {
    TokenBuilder: () => new DomainTokenBuilder(),
    Lexer: (services) => new DomainLexer(services),
    LangiumParser: (services) => createRecoveringParser(services),
    ParserErrorMessageProvider: () => new SyntaxErrorMessages(),
    ValueConverter: () => ({ convert: (input) => input }),
  },
};

let services: LangiumCoreServices | undefined;

/** Langium's core services for the language, without any language-server part. Made on first use. */
export function domainServices(): LangiumCoreServices {
  if (services) return services;
  const shared: LangiumSharedCoreServices = inject(
    createDefaultSharedCoreModule(EmptyFileSystem),
    DomainGeneratedSharedModule,
  );
  services = inject(createDefaultCoreModule({ shared }), DomainGeneratedModule, domainModule);
  shared.ServiceRegistry.register(services);
  return services;
}

/** The lexer of those services, which the parser shares with whoever looks at a text before it. */
export function domainLexer(): DomainLexer {
  const { Lexer } = domainServices().parser;
  if (!(Lexer instanceof DomainLexer)) throw new Error('the language has another lexer than its own');
  return Lexer;
}
